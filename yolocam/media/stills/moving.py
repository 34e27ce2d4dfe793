"""Which files of GIF, WebP, PNG and AVIF move: how many frames they have, and how long each is shown."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import FileIO

from yolocam.media.orientation import Orientation
from yolocam.media.stills.gif import gif_header
from yolocam.media.stills.heif_header import frame_times, heif_header
from yolocam.media.stills.picture import Size
from yolocam.media.stills.png import SIGNATURE, png_chunks
from yolocam.media.stills.turn import UPRIGHT, exif_turn
from yolocam.media.stills.webp import webp_chunks

MOVING_FORMATS = frozenset({"GIF", "WebP", "PNG", "AVIF"})

_MS_NS = 1_000_000
_LEAST_NS = 11 * _MS_NS
_USUAL_NS = 100 * _MS_NS
"""What browsers make of a frame that is said to be shown for hardly any time."""


@dataclass(frozen=True, slots=True)
class Moving:
    """The facts of an image that moves: `times` are how long its frames are shown, in nanoseconds.

    `hidden` is how many images stand before the first frame, for readers that show no movement.
    """

    size: Size
    times: tuple[int, ...]
    turn: Orientation = UPRIGHT
    hidden: int = 0


def moves(file: FileIO, head: bytes, name: str) -> bool:
    """Whether a file has more than one frame; reads no more of it than that takes. OSError."""
    if name == "PNG":
        return _png_moves(file, head)
    if name == "GIF":
        return len(gif_header(head + file.read(), enough=2).times) > 1
    if name == "WebP" and head[12:16] == b"VP8X" and head[20:21] and head[20] & 2:
        return len(_webp(head + file.read()).times) > 1
    if name == "AVIF" and head[8:12] == b"avis":
        return len(frame_times(head + file.read())) > 1
    return False


def moving(data: bytes, name: str) -> Moving:
    """Return the facts of a file; HEADER_ERRORS or ImageBroken where it is damaged."""
    if name == "GIF":
        header = gif_header(data)
        facts = Moving(header.size, header.times)
    elif name == "WebP":
        facts = _webp(data)
    elif name == "PNG":
        facts = _png(data)
    else:
        avif = heif_header(data)
        size = max(width for width, _ in avif.sizes), max(height for _, height in avif.sizes)
        facts = Moving(size, frame_times(data), avif.turn)
    times = tuple(time if time >= _LEAST_NS else _USUAL_NS for time in facts.times)
    return Moving(facts.size, times, facts.turn, facts.hidden)


def _webp(data: bytes) -> Moving:
    size, times, turn = (0, 0), list[int](), UPRIGHT
    for chunk in webp_chunks(data):
        if chunk.name == b"VP8X":
            width, height = (int.from_bytes(data[chunk.start + at :][:3], "little") for at in (4, 7))
            size = 1 + width, 1 + height
        elif chunk.name == b"ANMF":
            times.append(int.from_bytes(data[chunk.start + 12 : chunk.start + 15], "little") * _MS_NS)
        elif chunk.name == b"EXIF":
            turn = exif_turn(data[chunk.start : chunk.start + chunk.size])
    return Moving(size, tuple(times), turn)


def _png(data: bytes) -> Moving:
    size, times, turn, hidden = (0, 0), list[int](), UPRIGHT, 0
    for chunk in png_chunks(data):
        if chunk.name == b"IHDR":
            size = struct.unpack_from(">II", chunk.body)
        elif chunk.name == b"fcTL":
            shown, parts = struct.unpack_from(">HH", chunk.body, 20)
            times.append(shown * 1000 * _MS_NS // (parts or 100))
        elif chunk.name == b"IDAT" and not times:
            hidden = 1
        elif chunk.name == b"eXIf":
            turn = exif_turn(chunk.body)
    return Moving(size, tuple(times), turn, hidden)


def _png_moves(file: FileIO, head: bytes) -> bool:
    position = len(SIGNATURE)
    while True:
        header = head[position : position + 12]
        if len(header) < 12:
            file.seek(position)
            header = file.read(12)
        if len(header) < 12 or header[4:8] in (b"IDAT", b"IEND"):
            return False
        if header[4:8] == b"acTL":
            return int.from_bytes(header[8:12], "big") > 1
        position += 12 + int.from_bytes(header[:4], "big")
