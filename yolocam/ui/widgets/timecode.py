"""Times as a player writes them."""

from __future__ import annotations


def timecode(ns: int, *, tenths: bool = True) -> str:
    """Write nanoseconds as `mm:ss.t`, or `h:mm:ss.t` from an hour on; a negative time counts as 0."""
    total = max(ns, 0) // 100_000_000
    seconds, tenth = divmod(total, 10)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    text = f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"
    return f"{text}.{tenth}" if tenths else text
