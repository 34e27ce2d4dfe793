"""Sizes, rates and options as they are written in a source's address."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from fractions import Fraction

from yolocam.errors import SourceError

MAX_SIZE_WH = (7680, 4320)
"""Largest image that may be asked for in an address: 8K UHD."""

MIN_SIDE = 16
"""Smallest side of an image that may be asked for in an address."""

MAX_FPS = 240
"""Highest frame rate that may be asked for in an address."""

NTSC_RATES = {
    "23.976": Fraction(24000, 1001),
    "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "47.95": Fraction(48000, 1001),
    "59.94": Fraction(60000, 1001),
    "119.88": Fraction(120000, 1001),
}
"""What people call these rates, and what they are (SMPTE ST 170: 60 fields slowed by 1000/1001)."""


def split_options(address: str, known: Collection[str]) -> tuple[str, dict[str, str]]:
    """Split `body?key=value&key=value` into the body and its options.

    Raises SourceError for an option that is not in `known`, has no value, or is given twice.
    """
    body, _, query = address.partition("?")
    options: dict[str, str] = {}
    for part in filter(None, query.split("&")):
        key, _, value = part.partition("=")
        if key not in known or not value:
            expected = ", ".join(f"{name}=..." for name in known)
            raise SourceError(f"{address}: the option is '{part}', expected one of {expected}")
        if key in options:
            raise SourceError(f"{address}: the option {key} is given twice, expected it once")
        options[key] = value
    return body, options


def parse_size(text: str, address: str) -> tuple[int, int]:
    """Return the width and height written as `1280x720`; SourceError unless 16x16 to 7680x4320."""
    match = re.fullmatch(r"([0-9]{1,6})[xX]([0-9]{1,6})", text)
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if min(size) < MIN_SIDE or size[0] > MAX_SIZE_WH[0] or size[1] > MAX_SIZE_WH[1]:
        raise SourceError(
            f"{address}: the size is '{text}', expected width x height such as 1280x720, "
            f"from {MIN_SIDE}x{MIN_SIDE} to {MAX_SIZE_WH[0]}x{MAX_SIZE_WH[1]}"
        )
    return size


def parse_fps(text: str, address: str) -> Fraction:
    """Return the rate written as `30`, `29.97` (meaning 30000/1001) or `30000/1001`.

    Raises SourceError unless it is from 1 to 240 frames per second.
    """
    number = re.fullmatch(r"[0-9]{1,7}(?:\.[0-9]{1,6}|/[0-9]{1,7})?", text)
    try:
        rate = NTSC_RATES.get(text) or Fraction(text if number else 0)
    except ZeroDivisionError:
        rate = Fraction(0)
    if not 1 <= rate <= MAX_FPS:
        raise SourceError(
            f"{address}: the rate is '{text}', expected 1 to {MAX_FPS} frames per second "
            "such as 30, 29.97 or 30000/1001"
        )
    return rate


def parse_count(options: Mapping[str, str], key: str, address: str) -> int | None:
    """Return the option as a number of at least 1, None where it is absent; else SourceError."""
    text = options.get(key)
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", text) or int(text) < 1:
        raise SourceError(f"{address}: {key} is '{text}', expected a whole number from 1")
    return int(text)
