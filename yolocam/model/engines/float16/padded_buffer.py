"""The memory layout between float16 layers: images with a border of zeros."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

ITEM = 2
"""Bytes of a number, float16."""

SPARE = 64
"""Numbers behind the last row that a kernel may read, and multiplies by zero."""


class PaddedBuffer(NamedTuple):
    """An output in memory: (B, height + 2 border, width + 2 border, channels), zeros in the border.

    `channels` are a multiple of 16 where a kernel wrote them; those that the layer does not have are finite
    numbers, and the weights of whatever reads them are zero.
    With `pooled` it is that of the pool after the layer.
    """

    height: int
    width: int
    channels: int
    border: int = 0
    pooled: bool = False

    @property
    def pixel(self) -> int:
        """Bytes from a pixel to the next."""
        return self.channels * ITEM

    @property
    def row(self) -> int:
        """Bytes from a row to the next."""
        return (self.width + 2 * self.border) * self.pixel

    @property
    def image(self) -> int:
        """Bytes from an image to the next."""
        return (self.height + 2 * self.border) * self.row

    def new(self, batch: int) -> Tensor:
        """Return the inside, float16 (B, height, width, channels), of new memory.

        Zeros are around each image, and one more row of them behind the last: it may be read.
        """
        border, wide = self.border, self.width + 2 * self.border
        count = batch * self.image // ITEM
        memory = torch.empty(count + wide * self.channels + SPARE, dtype=torch.float16)
        memory[count:] = 0
        whole = memory[:count].view(batch, -1, wide, self.channels)
        if border:
            whole[:, :border] = whole[:, -border:] = 0
            whole[:, :, :border] = whole[:, :, -border:] = 0
        return whole[:, border : border + self.height, border : border + self.width]

    def copy(self, x: Tensor) -> Tensor:
        """Return (B, C, height, width) in a buffer like this, (B, height, width, channels)."""
        inside = self.new(len(x))
        filled = x.shape[1]
        if filled < self.channels:
            inside[..., filled:] = 0
        inside[..., :filled] = x.permute(0, 2, 3, 1)
        return inside
