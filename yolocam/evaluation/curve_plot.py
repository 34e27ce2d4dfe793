"""Draws precision over recall: a thin line for each class, a bold one for their mean."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from yolocam.evaluation.coco_measure import RECALLS, CocoClass
from yolocam.frame import Image
from yolocam.palette import Colour, load_palette
from yolocam.pipeline.drawing.text_renderer import Lettering, lettering

SIZE_WH = (1040, 660)
_LEFT, _TOP, _RIGHT, _BOTTOM = 76, 62, 290, 62
_INK: Colour = (40, 40, 40)
_FAINT: Colour = (228, 228, 228)
_QUIET: Colour = (205, 200, 195)
"""The curves of classes without a place in the legend."""

_NAMED = 12
"""Up to so many classes stand in the legend; of more, the best and the worst."""

_TEXT = 15
_ROW = 25
_SHIFT = 4
"""Curves are drawn with coordinates in sixteenths of a pixel."""


def draw_curves(title: str, classes: Sequence[CocoClass]) -> Image:
    """Return the curves at an overlap of 0.5 with each class's AP50, uint8 (H, W, 3) BGR."""
    width, height = SIZE_WH
    image = np.full((height, width, 3), 255, np.uint8)
    letters = lettering()
    _axes(image, letters)
    letters.write(image, _fitting(letters, title, 17, width - _LEFT - 20), (_LEFT, 36), 17, _INK)
    measured = [one for one in classes if one.ap50 is not None]
    measured.sort(key=lambda one: -(one.ap50 or 0.0))
    named = _named(measured)
    palette = load_palette("clear")
    for one in measured:
        if one not in named:
            _curve(image, one.curve, _QUIET, 1)
    for number, one in reversed(list(enumerate(named))):
        _curve(image, one.curve, palette.colour(number), 2 if len(named) < len(measured) else 1)
    if measured:
        mean = np.mean([one.curve for one in measured], axis=0)
        _curve(image, mean, _INK, 4)
    _legend(image, letters, measured, named)
    return image


def _named(measured: Sequence[CocoClass]) -> list[CocoClass]:
    """Return the classes for the legend, best first."""
    if len(measured) <= _NAMED:
        return list(measured)
    return [*measured[: _NAMED // 2], *measured[-(_NAMED // 2) :]]


def _axes(image: Image, letters: Lettering) -> None:
    width, height = SIZE_WH
    right, floor = width - _RIGHT, height - _BOTTOM
    for tenth in range(0, 11, 2):
        (x, y), label = _point(tenth / 10, tenth / 10), f"{tenth / 10:.1f}"
        cv2.line(image, (x, _TOP), (x, floor), _FAINT, 1)
        cv2.line(image, (_LEFT, y), (right, y), _FAINT, 1)
        letters.write(image, label, (x - letters.width(label, _TEXT) // 2, floor + 22), _TEXT, _INK)
        letters.write(image, label, (_LEFT - 10 - letters.width(label, _TEXT), y + 5), _TEXT, _INK)
    cv2.line(image, (_LEFT, floor), (right, floor), _INK, 1)
    cv2.line(image, (_LEFT, _TOP), (_LEFT, floor), _INK, 1)
    label = "recall, of boxes that overlap by 0.5"
    middle = (_LEFT + right - letters.width(label, _TEXT)) // 2
    letters.write(image, label, (middle, height - 14), _TEXT, _INK)
    _upright(image, letters, "precision", (8, (_TOP + floor) // 2))


def _upright(image: Image, letters: Lettering, text: str, left_middle: tuple[int, int]) -> None:
    """Write a word that runs upwards."""
    strip = np.full((22, letters.width(text, _TEXT) + 4, 3), 255, np.uint8)
    letters.write(strip, text, (2, 16), _TEXT, _INK)
    turned = np.rot90(strip)
    left, top = left_middle[0], left_middle[1] - len(turned) // 2
    image[top : top + len(turned), left : left + turned.shape[1]] = turned


def _legend(
    image: Image, letters: Lettering, measured: Sequence[CocoClass], named: Sequence[CocoClass]
) -> None:
    palette = load_palette("clear")
    left, y = SIZE_WH[0] - _RIGHT + 24, _TOP + 12
    letters.write(image, "AP50", (SIZE_WH[0] - 16 - letters.width("AP50", _TEXT), _TOP - 12), _TEXT, _INK)
    mean = float(np.mean([one.ap50 for one in measured])) if measured else 0.0
    _legend_row(image, letters, (left, y), (_INK, 4), f"all {len(measured)} classes", mean)
    y += _ROW + 8
    for number, one in enumerate(named):
        if len(named) < len(measured) and number == len(named) // 2:
            between = f"{len(measured) - len(named)} more between"
            cv2.line(image, (left, y), (left + 24, y), _QUIET, 2)
            letters.write(image, between, (left + 34, y + 5), _TEXT, _INK)
            y += _ROW
        line = palette.colour(number), 2
        _legend_row(image, letters, (left, y), line, one.category.name, one.ap50 or 0.0)
        y += _ROW


def _legend_row(
    image: Image, letters: Lettering, at: tuple[int, int], line: tuple[Colour, int], name: str, ap50: float
) -> None:
    (left, y), (colour, thickness) = at, line
    cv2.line(image, (left, y), (left + 24, y), colour, thickness, cv2.LINE_AA)
    figure = f"{ap50:.3f}"
    end = SIZE_WH[0] - 16 - letters.width(figure, _TEXT)
    letters.write(image, _fitting(letters, name, _TEXT, end - left - 44), (left + 34, y + 5), _TEXT, _INK)
    letters.write(image, figure, (end, y + 5), _TEXT, _INK)


def _fitting(letters: Lettering, text: str, size: int, width: int) -> str:
    """Return the text, or as much of its beginning as fits."""
    if letters.width(text, size) <= width:
        return text
    while text and letters.width(f"{text}...", size) > width:
        text = text[:-1]
    return f"{text}..."


def _curve(image: Image, precision: NDArray[np.float64], colour: Colour, thickness: int) -> None:
    points = [_point(x, y, 1 << _SHIFT) for x, y in zip(RECALLS, precision, strict=True)]
    cv2.polylines(
        image, [np.array(points, np.int32)], False, colour, thickness, cv2.LINE_AA, _SHIFT
    )  # fmt: skip


def _point(recall: float, precision: float, parts: int = 1) -> tuple[int, int]:
    """Return where a pair of figures lies, in pixels or in `parts` of them."""
    width, height = SIZE_WH
    x = _LEFT + recall * (width - _LEFT - _RIGHT)
    y = height - _BOTTOM - precision * (height - _TOP - _BOTTOM)
    return round(x * parts), round(y * parts)
