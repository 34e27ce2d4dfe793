"""An image file as a source of one frame."""

from __future__ import annotations

import os
import time
from pathlib import Path

from yolocam.errors import SourceError
from yolocam.files.input_file import open_input_file
from yolocam.frame import Frame, Image, SourceInfo, publish
from yolocam.media.stills.picture import ImageBroken, Picture
from yolocam.media.stills.reader import decode_still

MAX_BYTES = 1 << 30
"""Largest accepted image file."""


class PictureFiles:
    """Reads images from files, and keeps the bytes of a file as long as its pages are asked for.

    Used by one thread.
    """

    def __init__(self) -> None:
        self._path: Path | None = None
        self._data = b""

    def read(self, path: Path, page: int = 0, pages: int = 1) -> Picture:
        """Decode a file, or one page of a file that has several; SourceError as `read_image`."""
        if path != self._path:
            self._path, self._data = None, b""
        data = self._data or read_bytes(path)
        self._path, self._data = (path, data) if page + 1 < pages else (None, b"")
        try:
            return decode_still(data, page)
        except ImageBroken as broken:
            raise SourceError(f"{path} {broken}") from broken


class ImageSource:
    """One image of an image file; `read` gives it once, then None.

    `note` and `problem` say, to follow the file's name, what is odd about the file and what is missing from
    the image; None where there is nothing to say. Raises SourceError when the file is missing, empty, cut
    short, damaged, too large or no image.
    """

    def __init__(
        self,
        path: Path,
        name: str | None = None,
        *,
        page: int = 0,
        pages: int = 1,
        files: PictureFiles | None = None,
    ) -> None:
        picture = (files or PictureFiles()).read(path, page, pages)
        self.note, self.problem = picture.note, picture.fault
        self._image: Image | None = picture.image
        height, width = picture.image.shape[:2]
        self.info = SourceInfo(name or path.name, "image", (width, height), path=path, frame_count=1)

    def read(self) -> Frame | None:
        """Return the image as frame 0 at time 0, the second time None."""
        image, self._image = self._image, None
        if image is None:
            return None
        return Frame(publish(image), 0, 0, time.monotonic_ns(), self.info)

    def close(self) -> None:
        """Let go of the image."""
        self._image = None


def read_image(path: Path, page: int = 0) -> Image:
    """Decode an image file to uint8 (H, W, 3) BGR, turned upright as it says itself (EXIF, irot, imir).

    Grey becomes three equal channels, 16 bits become 8, an alpha channel is left out; of several frames it is
    the first, of a TIFF's pages the given one. Raises SourceError as ImageSource does.
    """
    return PictureFiles().read(path, page).image


def read_bytes(path: Path) -> bytes:
    """Return all of an image file; SourceError when it cannot be read, is empty or larger than MAX_BYTES."""
    with open_input_file(path, "an image", SourceError) as file:
        size = os.fstat(file.fileno()).st_size
        if size > MAX_BYTES:
            raise SourceError(f"{path} has {size} bytes, expected an image of at most {MAX_BYTES}")
        data = file.read()
    if not data:
        raise SourceError(f"{path} is empty")
    return data
