"""GIF: its blocks, its frames' times, and the image of one that does not move."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from yolocam.media.stills.picture import Picture, Size, check_size, cut_short
from yolocam.media.stills.pillow import decode_first

_HUNDREDTH_NS = 10_000_000


@dataclass(frozen=True, slots=True)
class GifHeader:
    """The area that all frames need, and how long each is shown, in nanoseconds."""

    size: Size
    times: tuple[int, ...]


def read_gif(data: bytes) -> Picture:
    """Decode a GIF, of several frames the first."""
    header = gif_header(data)
    if not header.times:
        raise cut_short("GIF", "the picture begins")
    check_size("GIF", header.size)
    return Picture(decode_first(data, "GIF"))


def gif_header(data: bytes, enough: int | None = None) -> GifHeader:
    """Walk over the blocks, up to `enough` frames; ends quietly where the file does."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    position, delay, times = 13 + _table_bytes(flags), 0, list[int]()
    while position + 10 <= len(data) and (enough is None or len(times) < enough):
        mark = data[position]
        if mark == 0x21:
            if data[position + 1] == 0xF9:
                delay = struct.unpack_from("<H", data, position + 4)[0]
            position = _after_blocks(data, position + 2)
        elif mark == 0x2C:
            left, top, wide, high, flags = struct.unpack_from("<HHHHB", data, position + 1)
            width, height = max(width, left + wide), max(height, top + high)
            times.append(delay * _HUNDREDTH_NS)
            delay = 0
            position = _after_blocks(data, position + 11 + _table_bytes(flags))
        else:
            break
    return GifHeader((width, height), tuple(times))


def _table_bytes(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, position: int) -> int:
    while position < len(data) and data[position]:
        position += 1 + data[position]
    return position + 1
