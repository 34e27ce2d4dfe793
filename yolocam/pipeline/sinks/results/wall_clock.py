"""When an image was taken, by the clock on the wall."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from yolocam.frame import Frame

_SECOND_NS = 1_000_000_000


class WallClock:
    """Turns the monotonic moment of a capture into date and time.

    The distance between the two clocks is taken once, so that the times of a session advance as evenly
    as its frames. It is taken anew only when it has changed by more than a second: the computer slept,
    or its clock was set.
    """

    def __init__(self) -> None:
        self._offset_ns = _offset_ns()

    def time_of(self, frame: Frame) -> datetime | None:
        """Return when a frame of a live source was captured, in local time with its UTC offset; else None."""
        if not frame.source.live:
            return None
        now = _offset_ns()
        if abs(now - self._offset_ns) > _SECOND_NS:
            self._offset_ns = now
        since_epoch = (frame.captured_ns + self._offset_ns) / 1e9
        return datetime.fromtimestamp(since_epoch, UTC).astimezone()


def iso(moment: datetime | None) -> str:
    """Return a moment as ISO 8601 to the millisecond, such as 2026-11-23T15:46:46.120+01:00; "" for None."""
    return "" if moment is None else moment.isoformat(timespec="milliseconds")


def _offset_ns() -> int:
    return time.time_ns() - time.monotonic_ns()
