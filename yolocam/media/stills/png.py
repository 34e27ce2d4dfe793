"""PNG: what is wrong with a text does not spoil the image, and neither does a missing end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from yolocam.media.stills.opencv import decode
from yolocam.media.stills.picture import (
    ImageBroken,
    Picture,
    check_size,
    cut_short,
    rows_missing,
)
from yolocam.media.stills.turn import exif_turn

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_FIRST_LEVEL = 1


@dataclass(frozen=True, slots=True)
class PngChunk:
    """One piece of the file. `sound` says that it is complete and its check sum right."""

    name: bytes
    body: bytes
    position: int
    complete: bool = True
    sound: bool = True

    @property
    def needed(self) -> bool:
        """Whether there is no image without it."""
        return not self.name[0] & 0x20


def read_png(data: bytes) -> Picture:
    """Decode a PNG; ImageBroken if the pixels, or what they are made from, are damaged."""
    chunks = list(png_chunks(data))
    header = chunks[0] if chunks else None
    if header is None or header.name != b"IHDR" or len(header.body) < 13:
        raise ImageBroken("is cut short: its PNG header is incomplete")
    check_size("PNG", struct.unpack_from(">II", header.body))
    turn = exif_turn(next((chunk.body for chunk in chunks if chunk.name == b"eXIf" and chunk.sound), None))
    _check_needed(chunks)
    picture = _mended(data, chunks)
    return replace(picture, image=turn.apply(picture.image))


def png_chunks(data: bytes) -> Iterator[PngChunk]:
    """Yield the pieces up to the end; the last one may be incomplete."""
    position, view = len(SIGNATURE), memoryview(data)
    while position + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        start, end = position + 8, position + 8 + length
        complete = end + 4 <= len(data)
        sound = complete and zlib.crc32(view[position + 4 : end]) == struct.unpack_from(">I", data, end)[0]
        yield PngChunk(name, data[start:end], position, complete, sound)
        if name == b"IEND" or not complete:
            return
        position = end + 4


def _check_needed(chunks: list[PngChunk]) -> None:
    for chunk in chunks:
        if chunk.needed and chunk.complete and not chunk.sound and chunk.name not in (b"IDAT", b"IEND"):
            raise _wrong_sum(chunk)


def _wrong_sum(chunk: PngChunk) -> ImageBroken:
    return ImageBroken(f"is damaged: the check sum of a PNG chunk at byte {chunk.position} is wrong")


def _mended(data: bytes, chunks: list[PngChunk]) -> Picture:
    ended = chunks[-1].name == b"IEND"
    odd = [chunk for chunk in chunks if not chunk.sound]
    if ended and not odd and any(chunk.name == b"IDAT" for chunk in chunks):
        return Picture(decode(data, "PNG"))
    kept = [chunk for chunk in chunks if chunk.sound and chunk.name not in (b"IDAT", b"IEND")]
    pixels = b"".join(chunk.body for chunk in chunks if chunk.name == b"IDAT")
    note, fault = _what_is_odd(odd, ended), None
    if not pixels:
        raise cut_short("PNG", "the picture begins")
    if not ended or any(chunk.name == b"IDAT" for chunk in odd):
        pixels, fault = _whole_pixels(chunks[0].body, pixels, odd)
    pieces = [*((chunk.name, chunk.body) for chunk in kept), (b"IDAT", pixels), (b"IEND", b"")]
    image = decode(SIGNATURE + b"".join(_piece(name, body) for name, body in pieces), "PNG")
    return Picture(image, None if fault else note, fault)


def _what_is_odd(odd: list[PngChunk], ended: bool) -> str:
    if not ended:
        return "has no PNG end chunk, though all of the picture is there"
    names = ", ".join(dict.fromkeys(chunk.name.decode("latin-1") for chunk in odd))
    return f"has a wrong check sum in its {names} chunk, though all of the picture is there"


def _piece(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _whole_pixels(header: bytes, packed: bytes, odd: list[PngChunk]) -> tuple[bytes, str | None]:
    """Return compressed pixels that are complete, and what was missing from them if anything was."""
    row, height = _row_bytes(header), struct.unpack_from(">I", header, 4)[0]
    expected = row * height
    inflater = zlib.decompressobj()
    try:
        pixels = inflater.decompress(packed, expected)
    except zlib.error:
        broken = next((chunk for chunk in odd if chunk.complete), None)
        raise _wrong_sum(broken) if broken else cut_short("PNG", "its end chunk") from None
    if _reaches_end(inflater):
        return packed, None
    damaged = next((chunk for chunk in odd if chunk.complete and chunk.name == b"IDAT"), None)
    if damaged is not None:
        raise _wrong_sum(damaged)
    if len(pixels) == expected:
        return zlib.compress(pixels, _FIRST_LEVEL), None
    if header[12]:  # rows come in seven passes
        raise cut_short("PNG", "its end chunk")
    fault = rows_missing("PNG", "its end chunk", len(pixels) // row, height)
    return zlib.compress(pixels.ljust(expected, b"\0"), _FIRST_LEVEL), fault


def _reaches_end(inflater: zlib._Decompress) -> bool:
    """Whether the compressed data is complete: its own check sum was right then."""
    try:
        inflater.decompress(inflater.unconsumed_tail, 1 << 16)
    except zlib.error:
        return False
    return inflater.eof


def _row_bytes(header: bytes) -> int:
    """Return the bytes of one row with its filter; in seven passes it is a little more than a row takes."""
    width, _, depth, kind, _, _, interlaced = struct.unpack_from(">IIBBBBB", header)
    row: int = 1 + (width * depth * _CHANNELS.get(kind, 4) + 7) // 8
    return row + (16 if interlaced else 0)
