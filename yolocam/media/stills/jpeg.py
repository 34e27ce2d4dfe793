"""JPEG, and MPO, whose first image is the photo."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from yolocam.frame import Image
from yolocam.media.stills.opencv import decode
from yolocam.media.stills.picture import (
    ImageBroken,
    Picture,
    Size,
    check_size,
    cut_short,
    rows_missing,
)
from yolocam.media.stills.pillow import decode_first
from yolocam.media.stills.turn import exif_turn

_SOI, _EOI, _SOS, _APP1 = 0xD8, 0xD9, 0xDA, 0xE1
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_IN_SCAN = re.compile(rb"\xff[\xc4\xd8-\xdd\xe0-\xef\xfe]")
"""What ends the coded data of a scan; stuffed zeros and restart marks lie within it."""

_NO_END = "has no JPEG end marker, though all of the picture is there"

_END = b"\xff\xd9"
_FILLER = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(256)).replace(b"\xff", b"\xfe")
"""Coded data of nothing in particular, without a mark in it."""


@dataclass(slots=True)
class _Scan:
    """One pass over the image: which frequencies of which components it gives, and to which bit."""

    components: frozenset[int]
    frequencies: range
    lowest_bit: int
    complete: bool = False


@dataclass(slots=True)
class _Walk:
    """What a walk over the segments finds. `end` is where the data of the image ends."""

    size: Size | None = None
    components: frozenset[int] = frozenset()
    progressive: bool = False
    exif: bytes | None = None
    scans: list[_Scan] = field(default_factory=list)
    end: int = 0
    ended: bool = False


def read_jpeg(data: bytes) -> Picture:
    """Decode a JPEG; one that is cut short is used if the whole of it, or nearly so, is there."""
    walk = _walk(data)
    if not walk.scans:
        raise cut_short("JPEG", "the picture begins")
    if walk.size is None:
        raise ImageBroken("is damaged: its JPEG header declares no size")
    check_size("JPEG", walk.size)
    turn = exif_turn(walk.exif)
    if walk.ended:
        return Picture(turn.apply(decode(data, "JPEG")))
    picture = _decode_cut(data[: walk.end].rstrip(b"\xff"), walk)
    return Picture(turn.apply(picture.image), picture.note, picture.fault)


def _walk(data: bytes) -> _Walk:
    walk = _Walk(end=len(data))
    for marker, start, end in _segments(data, walk):
        if marker in _FRAMES:
            _note_frame(walk, marker, data[start:end])
        elif marker == _APP1 and walk.exif is None and data[start : start + 6] == b"Exif\0\0":
            walk.exif = data[start:end]
        elif marker == _SOS:
            walk.scans.append(_scan(data[start:end], walk.components))
    return walk


def _segments(data: bytes, walk: _Walk) -> Iterator[tuple[int, int, int]]:
    """Yield marker, start and end of each segment's contents; sets how the image ends."""
    position = 2
    while (position := data.find(b"\xff", position)) >= 0 and position + 4 <= len(data) + 2:
        marker = data[position + 1] if position + 1 < len(data) else 0
        if marker == _EOI and walk.scans:
            walk.ended = walk.scans[-1].complete = True
            return
        if marker in (0x00, 0x01, 0xFF) or 0xD0 <= marker <= _EOI:  # padding, or no payload
            if marker == _SOI and walk.scans:  # the next image begins and this one has not ended
                walk.end = position
                return
            position += 1 if marker == 0xFF else 2
            continue
        if position + 4 > len(data):
            return
        start = position + 4
        end = position + 2 + int(struct.unpack_from(">H", data, position + 2)[0])
        if walk.scans:
            walk.scans[-1].complete = True
        if end > len(data):
            return
        yield marker, start, end
        position = end
        if marker == _SOS:
            following = _IN_SCAN.search(data, end)
            if following is None:
                return
            position = following.start()


def _note_frame(walk: _Walk, marker: int, body: bytes) -> None:
    height, width, count = struct.unpack_from(">HHB", body, 1)
    size = walk.size or (0, 0)
    walk.size = max(width, size[0]), max(height, size[1])
    walk.progressive = marker in _PROGRESSIVE
    walk.components = frozenset(body[6 : 6 + 3 * count : 3])


def _scan(body: bytes, components: frozenset[int]) -> _Scan:
    count = body[0]
    first, last, bits = body[1 + 2 * count : 4 + 2 * count]
    return _Scan(frozenset(body[1 : 1 + 2 * count : 2]) & components, range(first, last + 1), bits & 15)


def _decode_cut(data: bytes, walk: _Walk) -> Picture:
    """Decode what has no end mark: whatever may follow the data must not change the image."""
    if frozenset().union(*(scan.components for scan in walk.scans)) != walk.components:
        raise cut_short("JPEG", "its end marker")
    # Pillow, because OpenCV's library prints what it thinks of such data.
    image = decode_first(data + _END, "JPEG")
    there = _rows_alike(image, decode_first(data + _FILLER + _END, "JPEG"))
    if there == len(image):
        walk.scans[-1].complete = True
    if walk.progressive:
        return _progressive(image, walk)
    if there < len(image):
        return Picture(image, fault=rows_missing("JPEG", "its end marker", there, len(image)))
    return Picture(image, _NO_END)


def _progressive(image: Image, walk: _Walk) -> Picture:
    """Judge by the passes that are complete: every frequency must be there, to whatever bit."""
    if not _all_given(walk, [scan for scan in walk.scans if scan.complete]):
        raise cut_short("JPEG", "its end marker")
    if _all_given(walk, [scan for scan in walk.scans if scan.complete and not scan.lowest_bit]):
        return Picture(image, _NO_END)
    return Picture(image, fault="is cut short: the finest details of the picture are missing")


def _all_given(walk: _Walk, scans: list[_Scan]) -> bool:
    given = {(part, number) for scan in scans for part in scan.components for number in scan.frequencies}
    return len(given) == 64 * len(walk.components)


def _rows_alike(image: Image, other: Image) -> int:
    differs = (image != other).any(axis=(1, 2))
    return int(differs.argmax()) if differs.any() else len(image)
