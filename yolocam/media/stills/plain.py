"""BMP and PNM: rows of pixels after a short header."""

from __future__ import annotations

import re
import struct

from yolocam.media.stills.opencv import decode
from yolocam.media.stills.picture import ImageBroken, Picture, check_size, cut_short

_FILLING = 3
"""A row of a BMP ends in up to so many bytes that mean nothing; some programs leave out the last ones."""

_PNM = re.compile(rb"P([1-6])(?:\s|#[^\n]*\n)+(\d{1,9})(?:\s|#[^\n]*\n)+(\d{1,9})")


def read_bmp(data: bytes) -> Picture:
    """Decode a BMP; ImageBroken where rows are missing, but for the filling of the last one."""
    offset, header_size = struct.unpack_from("<II", data, 10)
    compression = 0
    if header_size == 12:
        width, height, _, bits = struct.unpack_from("<HHHH", data, 18)
    else:
        width, height, _, bits, compression = struct.unpack_from("<iiHHI", data, 18)
    check_size("BMP", (width, abs(height)))
    end = offset + (width * bits + 31) // 32 * 4 * abs(height)
    if compression in (0, 3) and end > len(data):
        filling = min(_FILLING, -(width * bits // 8) % 4)
        if end - filling > len(data):
            raise cut_short("BMP", "its last row")
        data = data.ljust(end, b"\0")
    return Picture(decode(data, "BMP"))


def read_pnm(data: bytes) -> Picture:
    """Decode a PBM, PGM or PPM."""
    header = _PNM.match(data[:4096])
    if header is None:
        raise ImageBroken("is damaged: its PNM header declares no size")
    kind, width, height = (int(group) for group in header.groups())
    row = {4: (width + 7) // 8, 5: width, 6: 3 * width}.get(kind, 2 * width)  # text: a digit and a space
    if kind != 1 and header.end() + row * height > len(data) + (kind < 4):
        raise cut_short("PNM", "its last row")
    check_size("PNM", (width, height))
    return Picture(decode(data, "PNM"))
