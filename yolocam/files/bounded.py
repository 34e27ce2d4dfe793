"""Numbers that come from a file: finite, whole where that is meant, and within what they can mean."""

from __future__ import annotations

import math

MAX_SIDE = 1_000_000
"""Pixels of one side: no image is larger."""

MAX_CLASS = 65_535
"""Class numbers from 0; the largest public set of Darknet has 9,418 classes."""

MAX_COUNT = (1 << 53) - 1
"""Frames, images or bytes: the largest number that every reader of JSON keeps exactly."""

MAX_SECONDS = 4e9
"""Media time in either direction; streams may count from 1970, and 64 bits hold 9.2e9 s in nanoseconds."""


def whole(value: object, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`; ValueError for anything else, `true` included."""
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"found {shown(value)}, expected a whole number from {low} to {high}")
    return value


def real(value: object, low: float, high: float) -> float:
    """Return a number from `low` to `high` as a float; ValueError for anything else, NaN included."""
    # Compared before it is converted: a whole number may be too large for a float.
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"found {shown(value)}, expected a number from {low:g} to {high:g}")
    return float(value)


def is_finite(value: object) -> bool:
    """Whether this is a number that a float can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def shown(value: object, most: int = 40) -> str:
    """Return a value as a message shows it: numbers of thousands of digits by their length only."""
    if type(value) is int and abs(value) >= 10**most:
        return f"a number of about {int(value.bit_length() * math.log10(2)) + 1} digits"
    text = f"{value:g}" if isinstance(value, float) else repr(value)
    return text if len(text) <= most else f"{text[:most]}…"
