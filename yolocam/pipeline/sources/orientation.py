"""Turns a decoded picture the way its container says it is to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import av
import numpy as np

from yolocam.frame import Image


@dataclass(frozen=True, slots=True)
class Orientation:
    """A turn by a multiple of 90 degrees with or without mirroring: first transpose, then flip."""

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    def apply(self, image: Image) -> Image:
        """Return the picture turned, contiguous; the picture itself if there is nothing to do."""
        turned = image.transpose(1, 0, 2) if self.transpose else image
        turned = turned[:, ::-1] if self.flip_x else turned
        turned = turned[::-1] if self.flip_y else turned
        return np.ascontiguousarray(turned)


def orientation_of(frame: av.VideoFrame) -> Orientation:
    """Read the display matrix that a decoded frame carries.

    The matrix holds nine 16.16 numbers a b u, c d v, x y w and moves a point to
    (a x + c y, b x + d y). Turns that are no multiple of 90 degrees are left alone, as players do.
    """
    try:
        side_data: Any = frame.side_data  # PyAV declares a dict of motion vectors; it holds all kinds
    except ValueError:  # a kind that PyAV does not know, such as the Exif data of a motion JPEG
        return Orientation()
    if "DISPLAYMATRIX" not in side_data:
        return Orientation()
    matrix = np.frombuffer(bytes(side_data["DISPLAYMATRIX"]), np.int32)
    return _from_matrix(*(int(matrix[at]) for at in (0, 1, 3, 4)))


def _from_matrix(a: int, b: int, c: int, d: int) -> Orientation:
    if a == d == 0 and b and c:
        return Orientation(transpose=True, flip_x=c < 0, flip_y=b < 0)
    if b == c == 0 and a and d:
        return Orientation(flip_x=a < 0, flip_y=d < 0)
    return Orientation()
