"""How images lie in memory between kernels.

In blocks: for each image a plane for each block of channels, in it the pixels row by row, each the block's
channels. Flat: one plane, each pixel all its channels. Around each plane there may be a border of zeros.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from yolocam.model.engines.kernels.blocked.numbers.grid import PLAIN, Grid
from yolocam.model.engines.kernels.blocked.numbers.number_format import NumberFormat

LINE = 64
"""Bytes of a line of the cache."""

ARENA, IMAGES, OUTPUTS = 1, 2, 3
"""What an address is relative to: memory between the layers, the images, the first output (and so on); 0 is
for plain numbers."""


class Address(NamedTuple):
    """An address: so many bytes after one that is known when the program runs."""

    base: int
    offset: int

    def after(self, count: int) -> Address:
        """Return the address `count` bytes further on."""
        return Address(self.base, self.offset + count)


@dataclass(frozen=True)
class PlaneKind:
    """Planes of one size and format; `channels` are those of a pixel in memory.

    The borders of all coincide, and where they are bytes, all hold `zero`.
    """

    height: int
    width: int
    border: int
    channels: int
    format: NumberFormat
    zero: int = 0

    @property
    def pixel(self) -> int:
        """Bytes from a pixel to the next."""
        return self.channels * self.format.bytes

    @property
    def row(self) -> int:
        """Bytes from a row to the next."""
        return (self.width + 2 * self.border) * self.pixel

    @property
    def plane(self) -> int:
        """Bytes from a plane to the next: an odd number of lines, so that they spread over the cache."""
        lines = -(-(self.height + 2 * self.border) * self.row // LINE)
        return (lines | 1) * LINE

    @property
    def inside(self) -> int:
        """Bytes from where a plane begins to its first pixel."""
        return self.border * (self.row + self.pixel)


@dataclass(frozen=True)
class Place:
    """Where an image lies: the address of its first pixel, and strides in bytes.

    `blocks` are how many blocks of channels it has in memory, `positions` where among these each of its
    channels is. `grid` says what its numbers mean where they are bytes.
    """

    kind: PlaneKind
    first: Address
    image: int
    block: int
    blocks: int
    positions: tuple[int, ...]
    grid: Grid = PLAIN

    def strides(self, name: str, *, pixel: bool = False) -> dict[str, int]:
        """Return the arguments of a kernel that say so, with a prefix."""
        strides = {"image": self.image, "row": self.kind.row, "block": self.block}
        if pixel:
            strides["pixel"] = self.kind.pixel
        return {f"{name}_{key}": value for key, value in strides.items()}

    @property
    def meaning(self) -> tuple[NumberFormat, Grid]:
        """What its numbers mean."""
        return self.kind.format, self.grid

    def part(self, block: int, blocks: int) -> Place:
        """Return some of the blocks, from number `block` on; positions are left as they are."""
        return replace(self, first=self.first.after(block * self.block), blocks=blocks)
