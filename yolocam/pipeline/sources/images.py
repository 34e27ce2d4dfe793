"""An image file as a source of one frame."""

from __future__ import annotations

import time
from pathlib import Path

import cv2
import numpy as np

from yolocam.errors import SourceError
from yolocam.frame import Frame, Image, SourceInfo, publish
from yolocam.pipeline.sources.image_header import ImageBroken, check_image

MAX_PIXELS = 200_000_000
"""Largest accepted picture: a few kilobytes may declare gigabytes. Cameras reach 150 million."""

MAX_BYTES = 1 << 30
"""Largest accepted image file."""

# A broken file is reported once, by a SourceError.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


class ImageSource:
    """One image file; `read` gives its picture once, then None.

    Raises SourceError when the file is missing, empty, cut short, damaged, too large or no image.
    """

    def __init__(self, path: Path, name: str | None = None) -> None:
        self._image: Image | None = read_image(path)
        height, width = self._image.shape[:2]
        self.info = SourceInfo(name or path.name, "image", (width, height), path=path, frame_count=1)

    def read(self) -> Frame | None:
        """Return the picture as frame 0 at time 0, the second time None."""
        image, self._image = self._image, None
        if image is None:
            return None
        return Frame(publish(image), 0, 0, time.monotonic_ns(), self.info)

    def close(self) -> None:
        """Let go of the picture."""
        self._image = None


def read_image(path: Path) -> Image:
    """Decode an image file to uint8 (H, W, 3) BGR, turned upright as its EXIF orientation says.

    Grey becomes three equal channels, 16 bits become 8, an alpha channel is left out.
    Raises SourceError as ImageSource does.
    """
    data = _read_bytes(path)
    try:
        width, height = check_image(data)
    except ImageBroken as broken:
        raise SourceError(f"{path} {broken}") from broken
    if width * height > MAX_PIXELS:
        raise SourceError(
            f"{path} declares {width}x{height} pixels, expected at most {MAX_PIXELS // 1_000_000} million"
        )
    try:
        # Decoding from memory, because OpenCV cannot open every Unicode path on Windows.
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except (cv2.error, MemoryError) as error:
        raise SourceError(f"{path} cannot be decoded as an image") from error
    if image is None or image.ndim != 3 or image.dtype != np.uint8:
        raise SourceError(f"{path} cannot be decoded as an image")
    return np.asarray(image, np.uint8)


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(f"{path} has {size} bytes, expected an image of at most {MAX_BYTES}")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error
    if not data:
        raise SourceError(f"{path} is empty")
    return data
