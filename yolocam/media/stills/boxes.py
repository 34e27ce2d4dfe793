"""The boxes of ISO media files, which JPEG 2000, HEIF and AVIF are made of."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAX_BOXES = 100_000
"""More in one file is an attack."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its kind, and where its contents begin and end."""

    kind: bytes
    start: int
    end: int


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Yield the boxes between two positions; the last one may reach beyond the data, and is cut there."""
    end = len(data) if end is None else min(end, len(data))
    for _ in range(MAX_BOXES):
        if start + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", data, start)
        header = 8
        if size == 1 and start + 16 <= end:
            size, header = struct.unpack_from(">Q", data, start + 8)[0], 16
        if size == 0:  # up to the end
            size = end - start
        if size < header:
            return
        yield Box(kind, start + header, min(start + size, end))
        start += size


def find_box(data: bytes, path: bytes, start: int = 0, end: int | None = None) -> Box | None:
    """Return the first box at a path of kinds such as b"moov/trak"; None if there is none."""
    kind, _, rest = path.partition(b"/")
    for box in boxes(data, start, end):
        if box.kind == kind:
            inner = box.start + (4 if kind == b"meta" else 0)  # `meta` begins with version and flags
            return find_box(data, rest, inner, box.end) if rest else box
    return None
