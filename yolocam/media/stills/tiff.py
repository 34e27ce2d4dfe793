"""TIFF and BigTIFF: each page is an image of its own."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from yolocam.frame import Image
from yolocam.media.stills import tiff_directory as tags
from yolocam.media.stills.opencv import decode, decode_samples
from yolocam.media.stills.picture import ImageBroken, Picture, check_size, cut_short
from yolocam.media.stills.tiff_directory import (
    Directory,
    page_alone,
    page_positions,
    read_directory,
)
from yolocam.media.stills.turn import numbered_turn

_FLOAT = 3
_WHITES = (1.0, 255.0, 65535.0)
"""What white is in images of floating point numbers: the first of these that no sample exceeds."""

_MOST_PACKED = {1: 2, 5: 2600, 8: 1100, 32946: 1100, 32773: 64}
"""More bytes than one byte can hold, by the method of compression: none, LZW, deflate, PackBits."""

_RAW_COLOURS = frozenset({32803, 34892})
"""Of a camera's sensor: each pixel has one colour."""

_FORMATS = {1: "unsigned", 2: "signed", 3: "float"}


def read_tiff(data: bytes, page: int = 0) -> Picture:
    """Decode one page of a TIFF, counted from 0."""
    positions = list(page_positions(io.BytesIO(data))) or [tags.first_offset(data)]
    if page >= len(positions):
        raise ImageBroken(f"has {len(positions)} pages, expected a page {page + 1}")
    directory = read_directory(data, positions[page])
    check_size("TIFF", (directory.largest(tags.WIDTH), directory.largest(tags.HEIGHT)))
    _check_kind(directory)
    _check_strips(data, directory)
    _check_packing(data, directory)
    data = page_alone(data, positions[page])
    turn = numbered_turn(directory.number(tags.ORIENTATION, 1))
    if directory.number(tags.SAMPLE_FORMAT, 1) == _FLOAT:
        image, note = _from_floats(decode_samples(data), _samples(directory))
        return Picture(turn.apply(image), note)
    try:
        return Picture(turn.apply(decode(data, "TIFF")))
    except ImageBroken as error:
        raise ImageBroken(f"cannot be decoded as an image: it is a TIFF of {_samples(directory)}") from error


def _check_kind(directory: Directory) -> None:
    raw = directory.number(tags.PHOTOMETRIC) in _RAW_COLOURS or tags.DNG_VERSION in directory.entries
    sensor = tags.SUB_DIRECTORIES in directory.entries and directory.number(tags.SUBFILE) & 1
    if raw or sensor:
        raise ImageBroken("is a camera's raw file, which yolocam does not develop: save it as JPEG or TIFF")


def _check_strips(data: bytes, directory: Directory) -> None:
    for offsets, sizes in ((tags.STRIPS, tags.STRIP_BYTES), (tags.TILES, tags.TILE_BYTES)):
        pairs = zip(directory.entries.get(offsets, ()), directory.entries.get(sizes, ()), strict=False)
        if any(offset + size > len(data) for offset, size in pairs):
            raise cut_short("TIFF", "its last row")


def _check_packing(data: bytes, directory: Directory) -> None:
    """Raise ImageBroken for a size that so few bytes cannot hold, before it is allocated."""
    ratio = _MOST_PACKED.get(directory.number(tags.COMPRESSION, 1))
    pixels = directory.largest(tags.WIDTH) * directory.largest(tags.HEIGHT)
    if ratio is not None and pixels * directory.number(tags.BITS, 1) // 8 > ratio * len(data):
        raise cut_short("TIFF", "its last row")


def _samples(directory: Directory) -> str:
    bits = directory.number(tags.BITS, 1)
    kind = _FORMATS.get(directory.number(tags.SAMPLE_FORMAT, 1), "unknown")
    packing = directory.number(tags.COMPRESSION, 1)
    return f"{bits}-bit {kind} samples" + (f", compressed by method {packing}" if packing != 1 else "")


def _from_floats(samples: NDArray[np.generic] | None, words: str) -> tuple[Image, str]:
    """Return floating point samples as 8 bits, and how they were understood."""
    if samples is None or samples.dtype.kind != "f":
        raise ImageBroken(f"cannot be decoded as an image: it is a TIFF of {words}")
    numbers: NDArray[np.float32] = np.nan_to_num(np.asarray(samples, np.float32), nan=0.0)
    low, high = float(numbers.min(initial=0)), float(numbers.max(initial=0))
    white = next((white for white in _WHITES if high <= white), None)
    if white is None or low < 0:
        raise ImageBroken(
            f"has {words} from {low:g} to {high:g}, expected 0 to 1: convert it to 8 or 16 bits"
        )
    image = np.rint(numbers * (255 / white)).astype(np.uint8)
    image = np.repeat(image[..., None], 3, axis=2) if image.ndim == 2 else image
    if image.shape[2] not in (3, 4):
        raise ImageBroken(f"has {image.shape[2]} channels, expected 1, 3 or 4")
    return np.ascontiguousarray(image[..., :3]), f"has {words}, read as 0 for black and {white:g} for white"
