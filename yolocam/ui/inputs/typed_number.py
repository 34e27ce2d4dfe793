"""Reads a number that somebody typed."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"([-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[-+]?\d+)?)\s*(%?)", re.I)
_LEAST_PERCENT = 10


def read_number(text: str, low: float, high: float) -> float | None:
    """Return the number that a text means, or None if none from `low` to `high` can be meant.

    A field up to 1 holds a share: `35%` and `35` are 0.35 there. A 7 may be 0.07 or 0.7, so it is neither.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    value = float(found[1].replace(",", "."))
    is_share = high <= 1
    if found[2]:
        value = value / 100 if is_share else low - 1
    elif is_share and _LEAST_PERCENT <= value <= 100:
        value /= 100
    return value if low <= value <= high else None
