"""The directories of TIFF, BigTIFF and EXIF: tables of numbered entries, chained from page to page."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, FileIO

WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 256, 257, 258, 259, 262
STRIPS, ORIENTATION, STRIP_BYTES, TILES, TILE_BYTES = 273, 274, 279, 324, 325
SUBFILE, SUB_DIRECTORIES, SAMPLE_FORMAT, DNG_VERSION = 254, 330, 339, 50706

_WANTED = frozenset(
    {WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, STRIPS, ORIENTATION, STRIP_BYTES, TILES, TILE_BYTES}
    | {SUBFILE, SUB_DIRECTORIES, SAMPLE_FORMAT, DNG_VERSION}
)

MAX_PAGES = 100_000
"""A longer chain is damage."""

_LAYOUTS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_MOST_VALUES = 1 << 20


@dataclass(frozen=True, slots=True)
class Directory:
    """One table. `entries` maps a tag to its numbers; of a tag that comes twice it holds all of them."""

    entries: dict[int, tuple[int, ...]]

    def number(self, tag: int, default: int = 0) -> int:
        """Return the first number of a tag."""
        values = self.entries.get(tag)
        return values[0] if values else default

    def largest(self, tag: int) -> int:
        """Return the largest number of a tag, 0 if it is not there."""
        return max(self.entries.get(tag, ()), default=0)


@dataclass(frozen=True, slots=True)
class _Layout:
    order: str
    big: bool

    @property
    def offset(self) -> str:
        return self.order + ("Q" if self.big else "I")

    @property
    def count(self) -> str:
        return self.order + ("Q" if self.big else "H")

    @property
    def entry(self) -> str:
        return self.order + ("HHQ8s" if self.big else "HHI4s")


def layout_of(head: bytes) -> _Layout:
    """Return how numbers are written, from the first four bytes; ValueError for other data."""
    order = {b"II": "<", b"MM": ">"}.get(bytes(head[:2]))
    if order is None:
        raise ValueError("no TIFF data")
    return _Layout(order, struct.unpack_from(order + "H", head, 2)[0] == 43)


def first_offset(data: bytes) -> int:
    """Return where the first directory lies; struct.error for a header that is cut short."""
    layout = layout_of(data)
    return int(struct.unpack_from(layout.offset, data, 8 if layout.big else 4)[0])


def page_alone(data: bytes, position: int) -> bytes:
    """Return the same file with one directory as its first, and nothing said of how to turn it.

    OpenCV and the library below it turn some images of some kinds, whether they are asked to or not.
    """
    layout, page = layout_of(data), bytearray(data)
    struct.pack_into(layout.offset, page, 8 if layout.big else 4, position)
    for entry in _entries(data, layout, position):
        tag, _, count, _ = struct.unpack_from(layout.entry, data, entry)
        if tag == ORIENTATION:
            upright = struct.pack(layout.order + "H", 1)
            struct.pack_into(layout.entry, page, entry, tag, 3, count, upright)
    return bytes(page)


def _entries(data: bytes, layout: _Layout, position: int) -> range:
    """Return where the entries of a directory lie; struct.error if it is cut short."""
    count = struct.unpack_from(layout.count, data, position)[0]
    start, size = position + struct.calcsize(layout.count), struct.calcsize(layout.entry)
    if start + count * size > len(data):
        raise struct.error("the directory is larger than the file")
    return range(start, start + count * size, size)


def read_directory(data: bytes, position: int | None = None) -> Directory:
    """Read the directory at a position, the first by default; struct.error if it is cut short.

    Of the entries only those are kept that are named here; numbers that lie outside the file are left out.
    """
    layout = layout_of(data)
    position = first_offset(data) if position is None else position
    entries: dict[int, tuple[int, ...]] = {}
    for entry in _entries(data, layout, position):
        tag, kind, number, field = struct.unpack_from(layout.entry, data, entry)
        if tag in _WANTED and len(entries.get(tag, ())) < _MOST_VALUES:
            entries[tag] = entries.get(tag, ()) + _values(data, layout, kind, number, field)
    return Directory(entries)


def _values(data: bytes, layout: _Layout, kind: int, count: int, field: bytes) -> tuple[int, ...]:
    if kind not in _LAYOUTS or not 0 < count <= _MOST_VALUES:
        return ()
    form = f"{layout.order}{count}{_LAYOUTS[kind]}"
    # Values that fit into the field stand in it; otherwise it says where they are.
    if struct.calcsize(form) <= len(field):
        return struct.unpack_from(form, field)
    try:
        return struct.unpack_from(form, data, struct.unpack(layout.offset, field)[0])
    except (struct.error, OverflowError):
        return ()


def page_positions(file: FileIO | BytesIO) -> Iterator[int]:
    """Yield where the directories of a file lie, reading little more than them; ends where damage begins."""
    try:
        head = _read_at(file, 0, 16)
        layout = layout_of(head)
        position, seen = first_offset(head), set[int]()
        count_size, entry_size = struct.calcsize(layout.count), struct.calcsize(layout.entry)
        offset_size = struct.calcsize(layout.offset)
        # Directories are a chain, and a damaged one may lead back into itself.
        while position and position not in seen and len(seen) < MAX_PAGES:
            seen.add(position)
            count = struct.unpack(layout.count, _read_at(file, position, count_size))[0]
            table = _read_at(file, position + count_size, min(count, 4096) * entry_size)
            if _is_page(table, layout, entry_size):
                yield position
            end = position + count_size + count * entry_size
            position = struct.unpack(layout.offset, _read_at(file, end, offset_size))[0]
    except (struct.error, ValueError, OverflowError, OSError):
        return


def _is_page(table: bytes, layout: _Layout, entry_size: int) -> bool:
    """Whether a directory is an image of its own: not a smaller copy of another one, and not a mask."""
    for at in range(0, len(table) - entry_size + 1, entry_size):
        tag, _, _, field = struct.unpack_from(layout.entry, table, at)
        if tag == SUBFILE:
            # Bit 0: a smaller copy; bit 2: a mask. Bit 1 only says that it is one of several pages.
            return not struct.unpack_from(layout.order + "I", field)[0] & 0b101
    return True


def _read_at(file: FileIO | BytesIO, position: int, size: int) -> bytes:
    file.seek(position)
    return file.read(size)
