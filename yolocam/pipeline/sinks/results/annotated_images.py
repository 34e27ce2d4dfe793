"""Writes annotated images."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from yolocam.errors import OneOutputError
from yolocam.files.output_file import write_bytes
from yolocam.frame import Image, Rendered
from yolocam.pipeline.sinks.names.output_names import OutputNames

JPEG_QUALITY = 95

_JPEG = frozenset({".jpg", ".jpeg", ".jpe"})


class ImageSink:
    """`<output_dir>/<sub-folder>/det_<name>`, in the format of the source; PNG where that is not possible.

    `last_path` is the file written last, None before the first.
    """

    wants_image = True

    def __init__(self, output_dir: Path, names: OutputNames | None = None) -> None:
        self._folder = output_dir
        self._names = names or OutputNames()
        self.last_path: Path | None = None

    def write(self, item: Rendered) -> None:
        """Write the frame's annotated image."""
        if item.frame.repeat or item.image is None:
            return
        path = self._folder / self._names.of_source(item.frame.source).annotated
        write_image(path, item.image)
        self.last_path = path

    def close(self) -> None:
        """Nothing is held open."""


def write_image(path: Path, image: Image) -> None:
    """Write an image in the format of the path's extension; SinkError when that fails.

    Encoded in memory and written by Python, because OpenCV cannot open every Unicode path on Windows.
    """
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY] if path.suffix.lower() in _JPEG else []
    try:
        done, data = cv2.imencode(path.suffix, image, options)
    except cv2.error as error:
        raise OneOutputError(f"{path} cannot be encoded: {image.shape[1]}x{image.shape[0]} pixels") from error
    if not done:
        raise OneOutputError(f"{path} cannot be encoded: {image.shape[1]}x{image.shape[0]} pixels")
    write_bytes(path, np.asarray(data).tobytes())
