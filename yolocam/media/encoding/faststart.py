"""Moves the index of a finished MP4 file to its front, so that a browser plays it while it loads."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from yolocam.media.encoding.video_length import lengthen_video

_CONTAINERS = frozenset({b"trak", b"mdia", b"minf", b"stbl"})
_COPY_BYTES = 1 << 20


class _Unsuited(ValueError):
    """The file is not laid out as expected."""


def move_index_first(path: Path, video_seconds: Fraction = Fraction(0)) -> bool:
    """Put the `moov` box before the media data; the file is replaced in one step once it is complete.

    On the way the length of the video track is raised to `video_seconds` (see video_length.py).

    Returns False and leaves the file as it is, playable all the same, when the index cannot be moved:
    the disk is full, offsets would not fit, or the boxes are not in the expected order.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with path.open("rb") as source, part.open("wb") as target:
            _copy_moved(source, target, video_seconds)
        part.replace(path)
    except (OSError, struct.error, KeyError, _Unsuited):
        part.unlink(missing_ok=True)
        return False
    return True


def _copy_moved(source: BinaryIO, target: BinaryIO, video_seconds: Fraction) -> None:
    boxes = list(_top_boxes(source))
    kinds = [kind for kind, _, _ in boxes]
    if kinds[:1] != [b"ftyp"] or kinds.count(b"moov") != 1 or b"mdat" not in kinds:
        raise _Unsuited
    _, moov_at, moov_size = boxes[kinds.index(b"moov")]
    if kinds.index(b"moov") < kinds.index(b"mdat"):
        raise _Unsuited
    source.seek(moov_at)
    moov = bytearray(source.read(moov_size))
    lengthen_video(moov, video_seconds)
    _shift_offsets(moov, 8, len(moov), by=moov_size, before=moov_at)
    first_end = boxes[0][2]
    _copy(source, target, 0, first_end)
    target.write(moov)
    _copy(source, target, first_end, moov_at)
    _copy(source, target, moov_at + moov_size, boxes[-1][1] + boxes[-1][2])


def _top_boxes(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, position and size of each outermost box."""
    end = file.seek(0, 2)
    position = 0
    while position < end:
        file.seek(position)
        head = file.read(16)
        size, kind = struct.unpack_from(">I4s", head)
        if size == 1:
            size = struct.unpack_from(">Q", head, 8)[0]
        if size < 8 or position + size > end:
            raise _Unsuited
        yield kind, position, size
        position += size


def _shift_offsets(moov: bytearray, start: int, end: int, *, by: int, before: int) -> None:
    """Add `by` to the chunk offsets that point to media before the old place of the index."""
    position = start
    while position + 8 <= end:
        size, kind = struct.unpack_from(">I4s", moov, position)
        if size < 8 or position + size > end:
            raise _Unsuited
        if kind in _CONTAINERS:
            _shift_offsets(moov, position + 8, position + size, by=by, before=before)
        elif kind in (b"stco", b"co64"):
            number = "I" if kind == b"stco" else "Q"
            count = struct.unpack_from(">I", moov, position + 12)[0]
            layout = f">{count}{number}"
            offsets = struct.unpack_from(layout, moov, position + 16)
            moved = [offset + by if offset < before else offset for offset in offsets]
            struct.pack_into(layout, moov, position + 16, *moved)  # struct.error where 32 bits are too few
        position += size


def _copy(source: BinaryIO, target: BinaryIO, start: int, end: int) -> None:
    source.seek(start)
    left = end - start
    while left:
        data = source.read(min(left, _COPY_BYTES))
        if not data:
            raise _Unsuited
        target.write(data)
        left -= len(data)
