"""Small images of the files that were opened last, for the start page."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path

import cv2
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap

from yolocam.errors import YolocamError
from yolocam.files.output_file import write_bytes
from yolocam.frame import Image

SIZE = QSize(64, 36)
"""Of a thumbnail on the screen, in device-independent pixels."""

_PIXELS = 128, 72
"""As stored: sharp at a scale of two."""

_GREY = 48, 48, 48


class Thumbnails:
    """JPEG files in a folder of their own. What cannot be read or written is simply not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, address: str, image: Image) -> None:
        """Store a BGR image of an address; may be called on any thread, and takes some milliseconds."""
        done, data = cv2.imencode(".jpg", _fitted(image))
        with contextlib.suppress(OSError, YolocamError):
            self._folder.mkdir(parents=True, exist_ok=True)
            if done:
                write_bytes(self._path(address), data.tobytes())

    def icon(self, address: str) -> QIcon | None:
        """Return the image of an address, if there is one."""
        path = self._path(address)
        pixmap = QPixmap(str(path)) if path.is_file() else QPixmap()
        return None if pixmap.isNull() else QIcon(pixmap)

    def keep_only(self, addresses: Sequence[str]) -> None:
        """Delete the images of all other addresses."""
        wanted = {self._path(address) for address in addresses}
        with contextlib.suppress(OSError):
            for path in self._folder.glob("*.jpg"):
                if path not in wanted:
                    path.unlink(missing_ok=True)

    def _path(self, address: str) -> Path:
        name = hashlib.blake2s(address.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
        return self._folder / f"{name}.jpg"


def _fitted(image: Image) -> Image:
    """Return the whole image at the size of a thumbnail, with grey bars where it is narrower or lower."""
    width, height = _PIXELS
    scale = min(width / image.shape[1], height / image.shape[0])
    inside = max(round(image.shape[1] * scale), 1), max(round(image.shape[0] * scale), 1)
    small = cv2.resize(image, inside, interpolation=cv2.INTER_AREA)
    left, top = (width - inside[0]) // 2, (height - inside[1]) // 2
    right, bottom = width - inside[0] - left, height - inside[1] - top
    framed = cv2.copyMakeBorder(small, top, bottom, left, right, cv2.BORDER_CONSTANT, value=_GREY)
    return framed.astype("uint8", copy=False)
