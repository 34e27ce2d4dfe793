"""Plates of labels as bitmaps: words that come again are copied, not written again."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from yolocam.frame import Image
from yolocam.palette import BLACK, WHITE, Colour
from yolocam.pipeline.drawing.text_renderer import Lettering

MOST_BYTES = 8 << 20
"""Of all bitmaps that are kept: some thousand labels of a small film, a hundred of one in 4K."""

_MOST_WIDTHS = 2048
_KEY_BYTES = 512  # about what an entry takes beside its bitmap and its text


class Plate(NamedTuple):
    """A label by itself: `origin` is the left end of the text's base line, from the plate's corner."""

    text: str
    size_wh: tuple[int, int]
    origin: tuple[int, int]
    font_size: int
    colour: Colour
    text_colour: Colour


class LabelPlates:
    """Writes labels with a font, and keeps those that have come more than once; for one thread.

    What comes out is, to the pixel, what the font writes into the image itself. A label that never comes
    again costs no more than being written.
    """

    def __init__(self, font: Lettering, most_bytes: int = MOST_BYTES) -> None:
        self._font = font
        self._most_bytes = most_bytes
        # True: seen once, no bitmap yet; False: there can be none.
        self._seen: OrderedDict[Plate, Image | bool] = OrderedDict()
        self.kept_bytes = 0
        self.width = lru_cache(_MOST_WIDTHS)(font.width)
        """The width of a text in a size, in pixels."""

    def draw(self, canvas: Image, corner: tuple[int, int], plate: Plate) -> None:
        """Draw a plate into `canvas`, wholly within it; `corner` is its left top (x, y)."""
        x, y = corner
        width, height = plate.size_wh
        bitmap = self._bitmap(plate)
        if bitmap is not None:
            canvas[y : y + height, x : x + width] = bitmap
            return
        canvas[y : y + height, x : x + width] = plate.colour
        self._write(canvas, corner, plate, plate.text_colour)

    def _bitmap(self, plate: Plate) -> Image | None:
        """Return the bitmap of a plate that has come before, if it has one."""
        known = self._seen.get(plate)
        if known is None:
            self._keep(plate, True)
            return None
        self._seen.move_to_end(plate)
        if known is True:
            known = self._made(plate)
            self._keep(plate, known)
        return None if isinstance(known, bool) else known

    def _made(self, plate: Plate) -> Image | bool:
        """Return the bitmap; False where letters stand out from their plate, onto what lies beside it."""
        (width, height), edge = plate.size_wh, plate.font_size
        around = np.empty((height + 2 * edge, width + 2 * edge, 3), np.uint8)
        inside = around[edge : edge + height, edge : edge + width]
        around[...] = BLACK
        self._write(around, (edge, edge), plate, WHITE)
        inside[...] = BLACK
        if around.any():
            return False
        inside[...] = plate.colour
        self._write(around, (edge, edge), plate, plate.text_colour)
        return inside.copy()

    def _write(self, image: Image, corner: tuple[int, int], plate: Plate, colour: Colour) -> None:
        at = corner[0] + plate.origin[0], corner[1] + plate.origin[1]
        self._font.write(image, plate.text, at, plate.font_size, colour)

    def _keep(self, plate: Plate, bitmap: Image | bool) -> None:
        if plate in self._seen:
            self.kept_bytes -= _cost(plate, self._seen[plate])
        self._seen[plate] = bitmap
        self.kept_bytes += _cost(plate, bitmap)
        while self.kept_bytes > self._most_bytes:
            self.kept_bytes -= _cost(*self._seen.popitem(last=False))


def _cost(plate: Plate, bitmap: Image | bool) -> int:
    """Return the bytes that an entry takes, about."""
    return _KEY_BYTES + 4 * len(plate.text) + (0 if isinstance(bitmap, bool) else bitmap.nbytes)
