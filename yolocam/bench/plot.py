"""Small plots, drawn with OpenCV: curves over doubling batches, and bars of contestants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from yolocam.files.output_file import write_bytes
from yolocam.frame import Image

_INK = (40, 40, 40)
_FAINT = (225, 225, 225)
_COLOURS = ((180, 105, 30), (40, 110, 215), (70, 150, 60))
"""Blue, orange and green, in BGR."""

_FONT = cv2.FONT_HERSHEY_SIMPLEX
_PANEL_WH = (440, 330)
_LEFT, _TOP, _RIGHT, _BOTTOM = 66, 46, 20, 48


@dataclass(frozen=True, slots=True)
class Curve:
    """One panel: a title with its unit, and values from 0 up, one for each label of the x axis."""

    title: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `ours` gives it the colour of yolocam."""

    label: str
    value: float
    ours: bool = False


def draw_curves(curves: Sequence[Curve], labels: Sequence[str], x_title: str, marked: int) -> Image:
    """Return panels side by side, uint8 (H, W, 3) BGR; the point number `marked` is circled."""
    panels = [
        _panel(curve, labels, x_title, marked, _COLOURS[i % len(_COLOURS)]) for i, curve in enumerate(curves)
    ]
    return np.hstack(panels)


def draw_bars(title: str, bars: Sequence[Bar]) -> Image:
    """Return horizontal bars with their values, uint8 (H, W, 3) BGR."""
    width, row, left = 880, 30, 330
    image = np.full((54 + row * len(bars), width, 3), 255, np.uint8)
    _write(image, title, (14, 28), 0.55, bold=True)
    longest = max((bar.value for bar in bars), default=0) or 1.0
    for number, bar in enumerate(bars):
        y = 46 + row * number
        length = round((width - left - 90) * bar.value / longest)
        cv2.rectangle(image, (left, y), (left + length, y + row - 10), _COLOURS[0 if bar.ours else 1], -1)
        _write(image, bar.label, (14, y + 15), 0.45, bold=bar.ours)
        _write(image, f"{bar.value:.1f}", (left + length + 8, y + 15), 0.45)
    return image


def save_png(image: Image, path: Path) -> None:
    """Write the image; SinkError if that is not possible."""
    write_bytes(path, cv2.imencode(".png", image)[1].tobytes())


def _panel(
    curve: Curve, labels: Sequence[str], x_title: str, marked: int, colour: tuple[int, int, int]
) -> Image:
    width, height = _PANEL_WH
    image = np.full((height, width, 3), 255, np.uint8)
    top = _nice_ceiling(max(curve.values, default=0.0))
    floor, span = height - _BOTTOM, height - _BOTTOM - _TOP
    for part in range(5):
        y = floor - span * part // 4
        cv2.line(image, (_LEFT, y), (width - _RIGHT, y), _INK if part == 0 else _FAINT, 1)
        text = f"{top * part / 4:g}"
        _write(image, text, (_LEFT - 8 - _text_width(text, 0.42), y + 5), 0.42)
    step = (width - _LEFT - _RIGHT) / max(len(labels), 1)
    points = [
        (round(_LEFT + step * (i + 0.5)), round(floor - span * value / top))
        for i, value in enumerate(curve.values)
    ]
    cv2.polylines(image, [np.array(points, np.int32)], False, colour, 2, cv2.LINE_AA)
    for i, point in enumerate(points):
        cv2.circle(image, point, 4, colour, -1, cv2.LINE_AA)
        if i == marked:
            cv2.circle(image, point, 9, colour, 2, cv2.LINE_AA)
        _write(image, labels[i], (point[0] - _text_width(labels[i], 0.42) // 2, floor + 18), 0.42)
    _write(image, curve.title, (_LEFT, 26), 0.5, bold=True)
    _write(image, x_title, ((width - _text_width(x_title, 0.42)) // 2, height - 10), 0.42)
    return image


def _nice_ceiling(value: float) -> float:
    """Return the next of 1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8 times a power of ten: quarters stay short."""
    if value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(f for f in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if f * power >= value) * power)


def _write(image: Image, text: str, at: tuple[int, int], size: float, *, bold: bool = False) -> None:
    cv2.putText(image, text, at, _FONT, size, _INK, 2 if bold else 1, cv2.LINE_AA)


def _text_width(text: str, size: float) -> int:
    return int(cv2.getTextSize(text, _FONT, size, 1)[0][0])
