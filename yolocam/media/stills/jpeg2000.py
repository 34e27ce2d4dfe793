"""JPEG 2000: the codestream, by itself or in boxes; its own header says what decoding allocates."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from yolocam.media.stills.boxes import boxes
from yolocam.media.stills.opencv import decode
from yolocam.media.stills.picture import ImageBroken, Picture, Size, check_size

_STREAM = re.compile(rb"\xff\x4f\xff\x51")
"""The beginning of a codestream. All count: a decoder may find another than the first."""


def read_jpeg2000(data: bytes) -> Picture:
    """Decode a JP2 file or a codestream."""
    sizes = [_stream_size(data, found.start()) for found in _STREAM.finditer(data)]
    if not sizes:
        raise ImageBroken("is damaged: its JPEG 2000 codestream has no header")
    for size in (*sizes, *_box_sizes(data)):
        check_size("JPEG 2000", size)
    return Picture(decode(data, "JPEG 2000"))


def _box_sizes(data: bytes) -> Iterator[Size]:
    """Yield the sizes in the boxes around the codestream; of several the decoder may take any."""
    if _STREAM.match(data):
        return
    for header in boxes(data):
        if header.kind == b"jp2h":
            for box in boxes(data, header.start, header.end):
                if box.kind == b"ihdr":
                    height, width = struct.unpack_from(">II", data, box.start)
                    yield width, height


def _stream_size(data: bytes, start: int) -> Size:
    """Return the size that a codestream declares: the area from its origin, which tiles are laid out in."""
    width, height, left, top = struct.unpack_from(">IIII", data, start + 8)
    if left >= width or top >= height:
        return 0, 0
    return width - left, height - top
