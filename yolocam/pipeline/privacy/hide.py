"""Makes a part of an image unrecognisable."""

from __future__ import annotations

import cv2
import numpy as np

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
