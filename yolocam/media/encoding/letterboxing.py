"""Images of any shape in one size: never stretched, with black bars where they leave room."""

from __future__ import annotations

import cv2
import numpy as np

from yolocam.frame import Image


def letterboxed(image: Image, size_wh: tuple[int, int]) -> Image:
    """Return an image of exactly `size_wh`, uint8 (H, W, 3), the given one as large as fits in its middle."""
    height, width = image.shape[:2]
    if (width, height) == size_wh:
        return image
    scale = min(size_wh[0] / width, size_wh[1] / height)
    inner = max(round(width * scale), 1), max(round(height * scale), 1)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    scaled = cv2.resize(image, inner, interpolation=how) if inner != (width, height) else image
    if inner == size_wh:
        return np.asarray(scaled, np.uint8)
    canvas = np.zeros((size_wh[1], size_wh[0], 3), np.uint8)
    left, top = (size_wh[0] - inner[0]) // 2, (size_wh[1] - inner[1]) // 2
    canvas[top : top + inner[1], left : left + inner[0]] = scaled
    return canvas
