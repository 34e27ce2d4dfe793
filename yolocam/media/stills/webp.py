"""WebP, still; one that moves is read by `animation`."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from yolocam.media.stills.opencv import decode
from yolocam.media.stills.picture import ImageBroken, Picture, Size, check_size, cut_short
from yolocam.media.stills.pillow import decode_first
from yolocam.media.stills.turn import exif_turn

_START = 12
"""Before the first chunk stand RIFF, the size of the file, and WEBP."""


@dataclass(frozen=True, slots=True)
class WebpChunk:
    """One piece of the file; `end` is where the next one begins if this one is complete."""

    name: bytes
    start: int
    size: int

    @property
    def end(self) -> int:
        """Where the next piece begins: after a filling byte if the size is odd."""
        return self.start + self.size + self.size % 2


def webp_chunks(data: bytes) -> Iterator[WebpChunk]:
    """Yield the pieces in order; the last one may reach beyond the data."""
    position = _START
    while position + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, position)
        chunk = WebpChunk(name, position + 8, size)
        yield chunk
        position = chunk.end


def read_webp(data: bytes) -> Picture:
    """Decode a WebP, of several frames the first; what follows the image may be missing."""
    chunks = list(webp_chunks(data))
    sizes = [size for chunk in chunks if (size := _size(data, chunk)) is not None]
    if not sizes:
        raise ImageBroken("is cut short: its WebP header is incomplete")
    check_size("WebP", (max(width for width, _ in sizes), max(height for _, height in sizes)))
    drawn = next((chunk for chunk in chunks if chunk.name in (b"VP8 ", b"VP8L", b"ANMF")), None)
    if drawn is None or drawn.start + drawn.size > len(data):
        raise cut_short("WebP", "the length its header declares")
    if drawn.name == b"ANMF":
        return Picture(decode_first(data, "WebP"))
    exif = next((c for c in chunks if c.name == b"EXIF" and c.start + c.size <= len(data)), None)
    turn = exif_turn(data[exif.start : exif.start + exif.size] if exif else None)
    note = None
    if 8 + struct.unpack_from("<I", data, 4)[0] > len(data):
        data, note = _completed(data, chunks), "is shorter than it says, though all of the picture is there"
    return Picture(turn.apply(decode(data, "WebP")), note)


def _completed(data: bytes, chunks: list[WebpChunk]) -> bytes:
    """Return the file up to its last complete chunk, and of the length that it says."""
    end = max(chunk.end for chunk in chunks if chunk.start + chunk.size <= len(data))
    body = data[8:end].ljust(end - 8, b"\0")
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _size(data: bytes, chunk: WebpChunk) -> Size | None:
    try:
        if chunk.name == b"VP8X":
            width, height = (int.from_bytes(data[chunk.start + at :][:3], "little") for at in (4, 7))
            return 1 + width, 1 + height
        if chunk.name == b"VP8L":
            bits = struct.unpack_from("<I", data, chunk.start + 1)[0]
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        if chunk.name == b"VP8 ":
            width, height = struct.unpack_from("<HH", data, chunk.start + 6)
            return width & 0x3FFF, height & 0x3FFF
    except struct.error:
        pass
    return None
