"""Makes a part of an image unrecognisable."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from yolocam.frame import Image

STYLES = ("pixelate", "blur", "fill")

_CELLS = 6
"""Cells along the shorter side of what is hidden: too few to tell a face or a number plate by."""

_GREY = 114


def hide(image: Image, box: tuple[int, int, int, int], style: str) -> None:
    """Hide the part of `image` within x1, y1, x2, y2, whole pixels inside it."""
    x1, y1, x2, y2 = box
    part = image[y1:y2, x1:x2]
    if not part.size:
        return
    if style == "fill":
        part[:] = _GREY
        return
    height, width = part.shape[:2]
    cell = max(min(width, height) / _CELLS, 1.0)
    few = max(round(width / cell), 1), max(round(height / cell), 1)
    # Blurring is enlarging smoothly what was averaged first: nothing finer than a cell is left to sharpen.
    small = cv2.resize(part, few, interpolation=cv2.INTER_AREA)
    grown = cv2.INTER_NEAREST if style == "pixelate" else cv2.INTER_CUBIC
    part[:] = np.asarray(cv2.resize(small, (width, height), interpolation=grown))


def hide_area(image: Image, points: NDArray[np.float64], style: str) -> None:
    """Hide the part of `image` within a polygon, float64 (N, 2) in pixels; it may reach beyond the image."""
    height, width = image.shape[:2]
    limits = np.array((width, height))
    (x1, y1), (x2, y2) = (
        np.clip(np.floor(points.min(0)), 0, limits).astype(int).tolist(),
        np.clip(np.ceil(points.max(0)) + 1, 0, limits).astype(int).tolist(),
    )
    part = image[y1:y2, x1:x2]
    if not part.size:
        return
    hidden = part.copy()
    hide(hidden, (0, 0, x2 - x1, y2 - y1), style)
    mask = np.zeros(part.shape[:2], np.uint8)
    corners = np.rint(points - (x1, y1)).astype(np.int32)
    cv2.fillPoly(mask, [corners], 1)
    cv2.polylines(mask, [corners], isClosed=True, color=1, thickness=2)  # its edge is within it
    np.copyto(part, hidden, where=mask[:, :, None] > 0)
