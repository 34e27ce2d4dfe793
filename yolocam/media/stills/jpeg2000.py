"""JPEG 2000: the codestream, by itself or in boxes; its own header says what decoding allocates."""

from __future__ import annotations

import struct

from yolocam.media.stills.boxes import boxes, find_box
from yolocam.media.stills.opencv import decode
from yolocam.media.stills.picture import ImageBroken, Picture, Size, check_size

_START = b"\xff\x4f\xff\x51"


def read_jpeg2000(data: bytes) -> Picture:
    """Decode a JP2 file or a codestream."""
    streams = [0] if data.startswith(_START) else [box.start for box in boxes(data) if box.kind == b"jp2c"]
    sizes = [_stream_size(data, start) for start in streams]
    if not data.startswith(_START) and (header := find_box(data, b"jp2h/ihdr")) is not None:
        height, width = struct.unpack_from(">II", data, header.start)
        sizes.append((width, height))
    if not streams:
        raise ImageBroken("is damaged: its JPEG 2000 header declares no size")
    for size in sizes:
        check_size("JPEG 2000", size)
    return Picture(decode(data, "JPEG 2000"))


def _stream_size(data: bytes, start: int) -> Size:
    """Return the size that a codestream declares: the area from its origin, which tiles are laid out in."""
    if data[start : start + 4] != _START:
        raise ImageBroken("is damaged: its JPEG 2000 codestream has no header")
    width, height, left, top = struct.unpack_from(">IIII", data, start + 8)
    if left >= width or top >= height:
        return 0, 0
    return width - left, height - top
