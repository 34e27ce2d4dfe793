"""[route] and [shortcut] in float16: write their result where the next kernel reads it."""

from __future__ import annotations

from torch import Tensor
from torch import add as add_tensors

from yolocam.model.engines.float16.padded_buffer import PaddedBuffer
from yolocam.model.layers.sections import Route
from yolocam.model.layers.shortcut import Shortcut, is_plain


class JoinedInBuffer:
    """A [route] of several outputs, each copied once."""

    def __init__(self, layer: Route, buffer: PaddedBuffer) -> None:
        self._layer = layer
        self._buffer = buffer

    def __call__(self, *inputs: Tensor) -> Tensor:
        """Several float16 (B, C, H, W) -> (B, sum of C / groups, H, W)."""
        inside = self._buffer.new(len(inputs[0]))
        start = 0
        for part in self._layer.parts(inputs):
            end = start + part.shape[1]
            inside[..., start:end].copy_(part.permute(0, 2, 3, 1))
            start = end
        return inside.permute(0, 3, 1, 2)


class AddedInBuffer:
    """A [shortcut] of two outputs with as many channels, see `is_plain_sum`.

    The buffer has as many channels in memory as the inputs', those that the layer does not have included:
    adding whole pixels is quicker than leaving some numbers out.
    """

    def __init__(self, channels: int, buffer: PaddedBuffer) -> None:
        self._channels = channels
        self._buffer = buffer

    def __call__(self, x: Tensor, other: Tensor) -> Tensor:
        """Two float16 (B, C, H, W) -> (B, C, H, W)."""
        inside = self._buffer.new(len(x))
        add_tensors(self._whole(x), self._whole(other), out=inside)
        return inside[..., : self._channels].permute(0, 3, 1, 2)

    def _whole(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, H, W, channels in memory)."""
        pixels = x.permute(0, 2, 3, 1)
        if pixels.shape[3] == self._buffer.channels:
            return pixels
        return pixels.as_strided((*pixels.shape[:3], self._buffer.channels), pixels.stride())


def is_plain_sum(layer: Shortcut, channels: list[int]) -> bool:
    """Whether a shortcut of outputs with these channels is two numbers added, and no more."""
    return len(channels) == 2 and channels[0] == channels[1] and is_plain(layer)
