"""Times as a player writes them."""

from __future__ import annotations


def timecode(ns: int, *, digits: int = 1) -> str:
    """Write nanoseconds as `mm:ss.t`, or `h:mm:ss.t` from an hour on; a negative time counts as 0.

    `digits` are those behind the seconds.
    """
    whole, part = divmod(max(ns, 0) // 10 ** (9 - digits), 10**digits)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    text = f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"
    return f"{text}.{part:0{digits}}" if digits else text
