"""Places frames on the time scale of a video file without moving them."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from yolocam.frame import Frame, SourceInfo

_MAX_SCALE = 1_000_000
"""Largest time scale: an MP4 track holds its length in 32 bits on most players."""

_COARSE = Fraction(1, 10_000)
"""A time base coarser than this rounds visibly; a finer one is kept as it is."""

_DEFAULT_SCALE = 90_000
_NANOSECOND = Fraction(1, 10**9)


class VideoClock:
    """Turns the media time of a source's frames into ticks of `time_base`, strictly increasing.

    Containers such as Matroska round times to a millisecond, which turns a constant 30000/1001 frames
    a second into an uneven rate. A frame whose time is that of a constant rate, as far as the source's
    own time base can tell, is put where the rate says; every other one exactly where it was. With a
    `first` frame the times count from there.
    """

    def __init__(self, info: SourceInfo, first: Frame | None = None) -> None:
        self._source_base = info.time_base
        self._rate = info.fps
        self._count = info.frame_count
        self._end = None if info.duration_ns is None else info.duration_ns * _NANOSECOND
        self.time_base = _common_base(info.time_base, info.fps)
        self._last = -1
        self._start = Fraction(0) if first is None else self._exact(first)

    @property
    def start(self) -> Fraction:
        """The media time, in seconds, that stands at 0."""
        return self._start

    def ticks(self, frame: Frame) -> int:
        """Return the frame's place; a time that does not advance is moved on by one tick."""
        ticks = max(round((self._exact(frame) - self._start) / self.time_base), self._last + 1)
        self._last = ticks
        return ticks

    def duration(self, frame: Frame) -> int:
        """Return how long the frame is shown if it is the last one, in ticks."""
        usual = 1 / self._rate if self._rate is not None else Fraction(1, 25)
        rest = Fraction(0) if self._end is None else self._end - frame.pts_ns * _NANOSECOND
        last = self._count is not None and frame.index == self._count - 1
        known = rest > 0 and (last or rest < usual * 3 / 2)
        return max(1, round((rest if known else usual) / self.time_base))

    def _exact(self, frame: Frame) -> Fraction:
        time = frame.pts_ns * _NANOSECOND
        if self._rate is None or self._source_base is None:
            return time
        regular = frame.index / self._rate
        tolerance = self._source_base / 2 + _NANOSECOND
        return regular if abs(regular - time) <= tolerance else time


def _common_base(source_base: Fraction | None, rate: Fraction | None) -> Fraction:
    """Return a time base that holds both the source's own times and those of its rate, if possible."""
    if source_base is None:
        return 1 / rate if rate is not None else Fraction(1, _DEFAULT_SCALE)
    if rate is None or source_base <= _COARSE:
        return source_base
    # Times are multiples of a/b or of c/d; all of them are multiples of 1/lcm(b, d).
    scale = lcm(source_base.denominator, rate.numerator)
    return Fraction(1, scale) if scale <= _MAX_SCALE else source_base
