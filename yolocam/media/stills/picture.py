"""What every format gives, and the words for what is wrong with a file."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from yolocam.frame import Image

Size = tuple[int, int]
"""Width and height in pixels."""

MAX_PIXELS = 200_000_000
"""Largest accepted image: a few kilobytes may declare gigabytes. Cameras reach 150 million."""

HEADER_ERRORS = (struct.error, IndexError, OverflowError, ValueError)
"""What reading a header raises that is cut short, or points to where nothing is; `ImageBroken` among it."""

LEAST_ROWS = 0.9
"""An image that was cut short is still used if this part of its rows is there."""


class ImageBroken(ValueError):
    """The file is no image that can be used; the message says why, to follow the file's name."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A decoded image: `image` uint8 (H, W, 3) BGR, upright.

    `note` says what is odd about the file though all of the image is there, `fault` that a part of it is
    missing; both follow the file's name, and are None where there is nothing to say.
    """

    image: Image
    note: str | None = None
    fault: str | None = None


def cut_short(name: str, missing: str) -> ImageBroken:
    """Return the error of a file that ends too early."""
    return ImageBroken(f"is cut short: the {name} data ends before {missing}")


def rows_missing(name: str, missing: str, there: int, height: int) -> str:
    """Return the fault of an image whose last rows are missing; ImageBroken if they are too many."""
    lost = f"{height - there} of {height} rows are missing"
    if there < LEAST_ROWS * height:
        raise ImageBroken(f"is cut short: the {name} data ends before {missing}, {lost}")
    return f"is cut short: {lost}"


def check_size(name: str, size: Size, largest: int = MAX_PIXELS) -> None:
    """Raise ImageBroken for a size that no image has, or that is too large to be decoded safely."""
    width, height = size
    if width < 1 or height < 1:
        raise ImageBroken(f"declares a {name} picture of {width}x{height} pixels")
    if width * height > largest:
        raise ImageBroken(
            f"declares {width}x{height} pixels, expected at most {largest // 1_000_000} million"
        )
