"""Writes annotated pictures."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import cv2
import numpy as np

from yolocam.errors import SinkError
from yolocam.frame import Image, Rendered
from yolocam.pipeline.sinks.frame_names import safe_name
from yolocam.pipeline.sinks.output_file import write_bytes

JPEG_QUALITY = 95

_JPEG = frozenset({".jpg", ".jpeg", ".jpe"})
_WRITABLE = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".bmp", ".dib", ".webp", ".tif", ".tiff", ".ppm"})


class ImageSink:
    """`<output_dir>/<sub-folder>/det_<name>`, in the format of the source; PNG where that is not possible.

    `last_path` is the file written last, None before the first.
    """

    wants_image = True

    def __init__(self, output_dir: Path) -> None:
        self._folder = output_dir
        self.last_path: Path | None = None

    def write(self, item: Rendered) -> None:
        """Write the frame's annotated picture."""
        if item.frame.repeat or item.image is None:
            return
        path = self._folder / image_output_name(item.frame.source.name)
        write_image(path, item.image)
        self.last_path = path

    def close(self) -> None:
        """Nothing is held open."""


def image_output_name(name: str) -> str:
    """Return `sub/det_dog.jpg` for sub/dog.jpg, `det_a.jp2.png` for a.jp2, which is not written."""
    path = PurePosixPath(safe_name(name))
    suffix = "" if path.suffix.lower() in _WRITABLE else ".png"
    return str(path.with_name(f"det_{path.name}{suffix}"))


def write_image(path: Path, image: Image) -> None:
    """Write a picture in the format of the path's extension; SinkError when that fails.

    Encoded in memory and written by Python, because OpenCV cannot open every Unicode path on Windows.
    """
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY] if path.suffix.lower() in _JPEG else []
    try:
        done, data = cv2.imencode(path.suffix, image, options)
    except cv2.error as error:
        raise SinkError(f"{path} cannot be encoded: {image.shape[1]}x{image.shape[0]} pixels") from error
    if not done:
        raise SinkError(f"{path} cannot be encoded: {image.shape[1]}x{image.shape[0]} pixels")
    write_bytes(path, np.asarray(data).tobytes())
