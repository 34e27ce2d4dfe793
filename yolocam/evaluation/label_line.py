"""Reads one line of a label file, in the forms that labelling and training tools write."""

from __future__ import annotations

import math
from dataclasses import dataclass

_SLACK = 0.01
"""Tools round, and let boxes stand a little over the edge: so far outside the image a number may lie."""

_BOX = 4
_FEWEST_CORNERS = 3


@dataclass(frozen=True, slots=True)
class LabelLine:
    """An object: its class, and its box as left, top, width and height in fractions of the image."""

    kind: int
    xywh: tuple[float, float, float, float]


def read_line(line: str, classes: int) -> LabelLine:
    """Read `class cx cy w h`, perhaps with a confidence behind it, or a polygon, `class x1 y1 x2 y2 ...`.

    Of a polygon (segments, turned boxes) the box around it counts, with or without a confidence at its end.
    The class may be written 0.0. ValueError says what is wrong, in words that follow file and line.
    """
    words = line.replace(",", " ").split()
    if not words:
        raise ValueError("found nothing but separators, expected 5: class cx cy w h")
    kind = _kind(words[0], classes)
    numbers = _numbers(words[1:])
    if len(numbers) in (_BOX, _BOX + 1):
        x, y, width, height = (min(max(number, 0.0), 1.0) for number in numbers[:_BOX])
        return LabelLine(kind, (x - width / 2, y - height / 2, width, height))
    corners = numbers[: len(numbers) // 2 * 2]
    if len(corners) < 2 * _FEWEST_CORNERS:
        raise ValueError(f"found {len(words)} numbers, expected 5: class cx cy w h")
    xs = [min(max(x, 0.0), 1.0) for x in corners[0::2]]
    ys = [min(max(y, 0.0), 1.0) for y in corners[1::2]]
    return LabelLine(kind, (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))


def _kind(word: str, classes: int) -> int:
    try:
        number = float(word)
    except ValueError:
        number = math.nan
    if not (number.is_integer() and 0 <= number < classes):  # also for NaN and infinity
        raise ValueError(f"class is '{word:.40}', expected a whole number from 0 to {classes - 1}")
    return int(number)


def _numbers(words: list[str]) -> list[float]:
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        numbers = [math.nan]
    if not all(-_SLACK <= number <= 1.0 + _SLACK for number in numbers):  # also for NaN
        shown = " ".join(words)
        raise ValueError(f"found '{shown:.80}', expected cx cy w h in fractions, 0 to 1")
    return numbers
