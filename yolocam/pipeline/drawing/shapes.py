"""Draws lines and areas: regions with their names and counts, the ways that objects have come."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from yolocam.frame import Image, OverlayShape
from yolocam.palette import BLACK, Colour

_FILL = 0.15  # of the colour, within an area
_SHIFT = 4  # bits behind the point in OpenCV's coordinates
_ARROW = 8  # length of the arrow in widths of the line
_FAR = 1 << 20  # pixels: OpenCV's coordinates have 32 bits


def draw_shapes(
    canvas: Image,
    shapes: Sequence[OverlayShape],
    line: int,
    colour_of: Callable[[OverlayShape], Colour],
) -> None:
    """Draw shapes into `canvas`; `line` is the width in pixels."""
    for shape in shapes:
        colour = colour_of(shape)
        points = _fixed(shape.points)
        if len(points) < 2:
            continue
        if shape.closed:
            _fill(canvas, points, colour)
        if shape.class_id is None:  # black beside it, so that no background swallows it
            cv2.polylines(canvas, [points], shape.closed, BLACK, line + 2, cv2.LINE_AA, _SHIFT)
        cv2.polylines(canvas, [points], shape.closed, colour, line, cv2.LINE_AA, _SHIFT)
        if shape.arrow:
            _draw_arrow(canvas, shape.points, colour, line)


def anchor(shape: OverlayShape) -> tuple[int, int]:
    """Return where the label of a shape belongs: at its topmost point, x, y in pixels."""
    x, y = shape.points[np.argmin(shape.points[:, 1])]
    return round(float(x)), round(float(y))


def _fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.rint(np.clip(points, -_FAR, _FAR) * (1 << _SHIFT)).astype(np.int32).reshape(-1, 1, 2)


def _fill(canvas: Image, points: NDArray[np.int32], colour: Colour) -> None:
    """Tint an area, working on no more than the part of the image around it."""
    height, width = canvas.shape[:2]
    left, top = np.maximum(points.min((0, 1)) >> _SHIFT, 0).tolist()
    right, bottom = (points.max((0, 1)) >> _SHIFT).tolist()
    part = canvas[top : min(bottom + 1, height), left : min(right + 1, width)]
    if right < left or bottom < top or not part.size:
        return
    tinted = part.copy()
    cv2.fillPoly(tinted, [points], colour, cv2.LINE_8, _SHIFT, (-left, -top))
    cv2.addWeighted(tinted, _FILL, part, 1 - _FILL, 0, dst=part)


def _draw_arrow(canvas: Image, points: NDArray[np.float64], colour: Colour, line: int) -> None:
    """Draw an arrow across the middle of a line, from its left-hand to its right-hand side."""
    along = points[1] - points[0]
    across = np.array((-along[1], along[0])) / np.hypot(*along) * _ARROW * line
    middle = points.mean(0)
    tail, head = (_fixed(end[None])[0, 0].tolist() for end in (middle - across / 2, middle + across))
    for shade, width in ((BLACK, line + 2), (colour, line)):
        cv2.arrowedLine(canvas, tail, head, shade, width, cv2.LINE_AA, _SHIFT, 0.35)
