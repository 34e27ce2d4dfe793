"""What the boxes of HEIF and AVIF say of an image: sizes, turns, and the frames of one that moves."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from yolocam.media.orientation import Orientation
from yolocam.media.stills.boxes import Box, boxes, find_box
from yolocam.media.stills.picture import ImageBroken, Size
from yolocam.media.stills.turn import UPRIGHT, box_turn, then

_SECOND_NS = 1_000_000_000
_MAX_FRAMES = 1_000_000
_LARGE = 1 << 15
"""Bit of a property's number that says that it counts."""


@dataclass(frozen=True, slots=True)
class HeifHeader:
    """All sizes that the file declares, and how its primary image is to be turned."""

    sizes: tuple[Size, ...]
    turn: Orientation


def heif_header(data: bytes) -> HeifHeader:
    """Read the header of a HEIF or AVIF file; ImageBroken if it declares no size."""
    meta = find_box(data, b"meta")
    properties = find_box(data, b"meta/iprp/ipco")
    listed = list(boxes(data, properties.start, properties.end)) if properties else []
    sizes = [_pair(data, box.start + 4) for box in listed if box.kind == b"ispe"]
    sizes += _track_sizes(data)
    if not sizes:
        raise ImageBroken("is damaged: its HEIF header declares no size")
    turn = UPRIGHT
    if meta is not None:
        for number in _properties_of_primary(data, meta):
            if 0 < number <= len(listed) and (box := listed[number - 1]).kind in (b"irot", b"imir"):
                turn = then(turn, box_turn(box.kind, data[box.start]))
    return HeifHeader(tuple(sizes), turn)


def _pair(data: bytes, at: int) -> Size:
    width, height = struct.unpack_from(">II", data, at)
    return width, height


def _track_sizes(data: bytes) -> list[Size]:
    """Return the sizes of the tracks of an image that moves."""
    entries = [
        entry
        for table in _of_tracks(data, b"mdia/minf/stbl/stsd")
        for entry in boxes(data, table.start + 8, table.end)
    ]
    return [(w, h) for w, h in (struct.unpack_from(">HH", data, box.start + 24) for box in entries) if w or h]


def _of_tracks(data: bytes, path: bytes) -> list[Box]:
    film = find_box(data, b"moov")
    if film is None:
        return []
    tracks = [box for box in boxes(data, film.start, film.end) if box.kind == b"trak"]
    found = (find_box(data, path, track.start, track.end) for track in tracks)
    return [box for box in found if box is not None]


def _properties_of_primary(data: bytes, meta: Box) -> list[int]:
    """Return the numbers of the properties of the primary image, in the order in which they are applied."""
    start, end = meta.start + 4, meta.end
    primary, table = find_box(data, b"pitm", start, end), find_box(data, b"iprp/ipma", start, end)
    if primary is None or table is None:
        return []
    wanted = struct.unpack_from(">I" if data[primary.start] else ">H", data, primary.start + 4)[0]
    wide_items, wide_numbers = data[table.start] > 0, data[table.start + 3] & 1
    at = table.start + 8
    for _ in range(struct.unpack_from(">I", data, table.start + 4)[0]):
        if at >= table.end:
            break
        item, count = struct.unpack_from(">IB" if wide_items else ">HB", data, at)
        at += 5 if wide_items else 3
        form = f">{count}{'H' if wide_numbers else 'B'}"
        numbers = struct.unpack_from(form, data, at)
        at += struct.calcsize(form)
        if item == wanted:
            return [number & (_LARGE - 1 if wide_numbers else 0x7F) for number in numbers]
    return []


def frame_times(data: bytes) -> tuple[int, ...]:
    """Return how long each frame of an image that moves is shown, in nanoseconds; () for a still one."""
    media = _of_tracks(data, b"mdia")
    for box in media:
        clock = find_box(data, b"mdhd", box.start, box.end)
        table = find_box(data, b"minf/stbl/stts", box.start, box.end)
        handler = find_box(data, b"hdlr", box.start, box.end)
        if clock and table and handler and data[handler.start + 8 :][:4] == b"pict":
            scale = struct.unpack_from(">I", data, clock.start + (20 if data[clock.start] else 12))[0]
            return _durations(data, table, scale)
    return ()


def _durations(data: bytes, table: Box, scale: int) -> tuple[int, ...]:
    found: list[int] = []
    for number in range(struct.unpack_from(">I", data, table.start + 4)[0]):
        if table.start + 16 + 8 * number > table.end:
            break
        count, ticks = struct.unpack_from(">II", data, table.start + 8 + 8 * number)
        found += [ticks * _SECOND_NS // max(scale, 1)] * min(count, _MAX_FRAMES - len(found))
    return tuple(found)
