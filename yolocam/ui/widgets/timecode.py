"""Times as a player writes them."""

from __future__ import annotations

from datetime import datetime


def timecode(ns: int, *, digits: int = 1) -> str:
    """Write nanoseconds as `mm:ss.t`, or `h:mm:ss.t` from an hour on; a negative time counts as 0.

    `digits` are those behind the seconds.
    """
    whole, part = divmod(max(ns, 0) // 10 ** (9 - digits), 10**digits)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    text = f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"
    return f"{text}.{part:0{digits}}" if digits else text


def clock_or_timecode(clock: datetime | None, at_ns: int) -> str:
    """Write when something happened: by the clock of a live source, else where it is in the film."""
    return timecode(at_ns) if clock is None else f"{clock:%H:%M:%S}"
