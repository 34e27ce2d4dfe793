"""Which frames of a source are looked at: from when to when, how many, how far apart."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from yolocam.errors import SourceError
from yolocam.frame import SourceInfo

_SECOND_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Sampling:
    """Times are media times in nanoseconds; images, which have none, are always looked at.

    Frames from `start_ns` on count, before `start_ns + duration_ns` if that is given; of these the first at
    or after each multiple of `every_ns`, and those whose index `stride` divides. `most` frames are looked
    at in the whole run.
    """

    start_ns: int = 0
    duration_ns: int | None = None
    every_ns: int | None = None
    stride: int = 1
    most: int | None = None

    @property
    def end_ns(self) -> int | None:
        """The first time that does not count any more."""
        return None if self.duration_ns is None else self.start_ns + self.duration_ns

    def is_past(self, pts_ns: int) -> bool:
        """Whether a frame lies behind the end."""
        return self.end_ns is not None and pts_ns >= self.end_ns

    def expected(self, frames: int | None, duration_ns: int | None, fps: Fraction | None) -> int | None:
        """Return about how many frames of a video of this length count; None if that cannot be said."""
        if not self.start_ns and self.duration_ns is None and self.every_ns is None:
            return None if frames is None else -(-frames // self.stride)
        if duration_ns is None:
            return None
        end_ns = duration_ns if self.end_ns is None else min(duration_ns, self.end_ns)
        span_ns = max(end_ns - self.start_ns, 0)
        by_rate = None if fps is None else -(-round(Fraction(span_ns, _SECOND_NS) * fps) // self.stride)
        if self.every_ns is None:
            return by_rate
        by_time = -(-span_ns // self.every_ns)
        return by_time if by_rate is None else min(by_time, by_rate)


class Chooser:
    """Says of the frames of one source, in order, which count; those behind the end too: they end it."""

    def __init__(self, sampling: Sampling) -> None:
        self._sampling = sampling
        self._due_ns = sampling.start_ns

    def __call__(self, index: int, pts_ns: int) -> bool:
        """Whether a frame is to be read."""
        wanted = self._sampling
        if wanted.is_past(pts_ns):
            return True
        if pts_ns < self._due_ns or index % wanted.stride:
            return False
        if wanted.every_ns is not None:
            passed = (pts_ns - wanted.start_ns) // wanted.every_ns
            self._due_ns = wanted.start_ns + (passed + 1) * wanted.every_ns
        return True


def check_sampling(sampling: Sampling) -> None:
    """Raise SourceError for a value that no frame can meet."""
    if sampling.stride < 1:
        raise SourceError(f"stride is {sampling.stride}, expected 1 or more")


def nothing_there(info: SourceInfo, sampling: Sampling) -> str:
    """Say, in words that follow its name, that none of a video's frames counts."""
    length = "" if info.duration_ns is None else f"lasts {_seconds(info.duration_ns)} s and "
    end = "" if sampling.end_ns is None else f" to {_seconds(sampling.end_ns)} s"
    return f"{length}has no frame from {_seconds(sampling.start_ns)} s on{end}"


def _seconds(time_ns: int) -> str:
    return f"{time_ns / _SECOND_NS:.3f}".rstrip("0").rstrip(".")
