"""Corrects how long the images of a finished MP4 last, as its index has it.

The muxer takes their end from its last fragment alone. Where that holds only B-frames, which are shown
before an image of the fragment before it, the index would hide that image from players.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

_PARENTS = frozenset({b"moov", b"trak", b"mdia", b"edts"})
_VERSION_0, _VERSION_1 = (">I", 4), (">Q", 8)
"""How a box writes lengths: layout and bytes."""


def lengthen_video(moov: bytearray, seconds: Fraction) -> None:
    """Make the video track of a `moov` box last `seconds` from its first image to its end.

    Lengths are raised and never lowered. Raises struct.error or KeyError when the boxes are not laid
    out as ISO 14496-12 has them.
    """
    tracks: list[dict[bytes, int]] = []
    film_at = 0
    for kind, body in _boxes(moov, 0, len(moov)):
        if kind == b"mvhd":
            film_at = body
        elif kind == b"trak":
            tracks.append({})
        elif tracks:
            tracks[-1][kind] = body
    length = ceil(seconds * _time_scale(moov, film_at))
    for track in tracks:
        if moov[track[b"hdlr"] + 8 :][:4] == b"vide":
            total = _lengthen_edits(moov, track[b"elst"], length) if b"elst" in track else length
            _raise(moov, track[b"tkhd"], total, (20, 28))
            _raise(moov, film_at, total, (16, 24))
            media = track[b"mdhd"]
            _raise(moov, media, ceil(seconds * _time_scale(moov, media)), (16, 24))


def _boxes(data: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int]]:
    """Yield kind and start of the contents of each box, those within other boxes after them."""
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        if size < 8:
            return
        yield kind, start + 8
        if kind in _PARENTS:
            yield from _boxes(data, start + 8, start + size)
        start += size


def _time_scale(data: bytearray, header: int) -> int:
    """Return the ticks in a second of an `mvhd` or `mdhd` box."""
    return int(struct.unpack_from(">I", data, header + (20 if data[header] else 12))[0])


def _lengthen_edits(data: bytearray, edits: int, length: int) -> int:
    """Make the last edit, which shows the images, at least `length`; returns the sum of all edits."""
    layout, size = _VERSION_1 if data[edits] else _VERSION_0
    count = struct.unpack_from(">I", data, edits + 4)[0]
    places = [edits + 8 + index * (2 * size + 4) for index in range(count)]
    _raise(data, edits, length, (places[-1] - edits,) * 2)
    return sum(int(struct.unpack_from(layout, data, place)[0]) for place in places)


def _raise(data: bytearray, box: int, value: int, offsets: tuple[int, int]) -> None:
    """Raise a length in a box to `value`; `offsets` are its places in version 0 and in version 1."""
    layout, _ = _VERSION_1 if data[box] else _VERSION_0
    place = box + offsets[1 if data[box] else 0]
    if struct.unpack_from(layout, data, place)[0] < value:
        struct.pack_into(layout, data, place, value)
