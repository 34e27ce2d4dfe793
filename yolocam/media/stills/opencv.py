"""Decoding by OpenCV, which never turns an image: `turn` does, for every format."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from yolocam.frame import Image
from yolocam.media.stills.picture import ImageBroken

# A broken file is reported once, by a SourceError.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def decode(data: bytes, name: str) -> Image:
    """Decode an image to uint8 (H, W, 3) BGR as it is stored; ImageBroken where that is not possible.

    Grey becomes three equal channels, 16 bits become 8, an alpha channel is left out.
    """
    image = _decode(data, cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    if image is None or image.ndim != 3 or image.dtype != np.uint8:
        raise ImageBroken(f"cannot be decoded as an image: its {name} data is damaged or of a rare kind")
    return np.asarray(image, np.uint8)


def decode_samples(data: bytes) -> NDArray[np.generic] | None:
    """Decode an image with its samples as they are, (H, W) or (H, W, channels); None if not possible."""
    image = _decode(data, cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION)
    return None if image is None else np.asarray(image)


def _decode(data: bytes, flags: int) -> NDArray[np.generic] | None:
    try:
        # From memory, because OpenCV cannot open every Unicode path on Windows.
        image: NDArray[np.generic] | None = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except (cv2.error, MemoryError) as error:
        raise ImageBroken("cannot be decoded as an image") from error
    return image
