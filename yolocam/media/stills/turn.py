"""How a still image is to be turned: EXIF's orientation, and what AVIF says in its own words."""

from __future__ import annotations

from yolocam.media.orientation import Orientation
from yolocam.media.stills.picture import HEADER_ERRORS
from yolocam.media.stills.tiff_directory import ORIENTATION, read_directory

UPRIGHT = Orientation()

_BY_NUMBER = {
    2: Orientation(flip_x=True),
    3: Orientation(flip_x=True, flip_y=True),
    4: Orientation(flip_y=True),
    5: Orientation(transpose=True),
    6: Orientation(transpose=True, flip_x=True),
    7: Orientation(transpose=True, flip_x=True, flip_y=True),
    8: Orientation(transpose=True, flip_y=True),
}

_QUARTERS = (UPRIGHT, _BY_NUMBER[8], _BY_NUMBER[3], _BY_NUMBER[6])
_MIRRORS = (_BY_NUMBER[4], _BY_NUMBER[2])


def numbered_turn(number: int) -> Orientation:
    """Return what EXIF's and TIFF's orientation 1 to 8 means; other numbers mean nothing."""
    return _BY_NUMBER.get(number, UPRIGHT)


def exif_turn(exif: bytes | None) -> Orientation:
    """Return the orientation in a block of EXIF data, with its mark or not; damaged data turns nothing."""
    if exif is None:
        return UPRIGHT
    try:
        return numbered_turn(read_directory(exif.removeprefix(b"Exif\0\0")).number(ORIENTATION, 1))
    except HEADER_ERRORS:
        return UPRIGHT


def box_turn(kind: bytes, value: int) -> Orientation:
    """Return what a box means: `irot` quarters against the clock, `imir` 0 upside down, 1 left to right."""
    return _QUARTERS[value & 3] if kind == b"irot" else _MIRRORS[value & 1]


def then(first: Orientation, second: Orientation) -> Orientation:
    """Return one turn after the other as a single one."""
    flips = (first.flip_y, first.flip_x) if second.transpose else (first.flip_x, first.flip_y)
    return Orientation(
        transpose=first.transpose != second.transpose,
        flip_x=flips[0] != second.flip_x,
        flip_y=flips[1] != second.flip_y,
    )
