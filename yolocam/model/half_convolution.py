"""A convolution in float16 with its activation, perhaps with the pool after it, as one call of a kernel."""

from __future__ import annotations

from functools import cache, partial
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from yolocam.model.convolution import Convolutional
from yolocam.model.kernels.convolution import Geometry, compile_convolution
from yolocam.model.kernels.machine import MachineCode
from yolocam.model.kernels.product import LANES
from yolocam.model.kernels.weights import pack_weights
from yolocam.model.layer import Shape
from yolocam.model.teams import Team

ITEM = 2
"""Bytes of a number."""

SPARE = 64
"""Numbers behind a picture that a kernel may read, and multiplies by zero."""

MOST_ROWS = 11
"""Rows of a filter; larger ones exist in no detector."""


class Surface(NamedTuple):
    """How an output lies in memory: (B, H + 2 border, W + 2 border, channels), zeros in the border.

    `channels` are a multiple of 16, those that the layer does not have are zero. With `pooled` it is that
    of the pool after the layer.
    """

    channels: int
    border: int
    pooled: bool


class PackedWeights(NamedTuple):
    """What a kernel reads besides the picture; see `compile_convolution`."""

    weights: NDArray[np.float16]
    gains: NDArray[np.float32]
    biases: NDArray[np.float32]
    registers: int

    @staticmethod
    def of(layer: Convolutional, channels: int) -> PackedWeights:
        """Return those of a layer that reads pixels of `channels` numbers."""
        conv = layer.conv
        registers = 2 if conv.out_channels > LANES else 1
        weights, gains = pack_weights(conv.weight.detach().numpy(), registers, channels)
        biases = np.zeros_like(gains)
        if conv.bias is not None:
            biases[: conv.out_channels] = conv.bias.detach().numpy()
        return PackedWeights(weights, gains, biases, registers)


def suits(layer: Convolutional) -> bool:
    """Whether a kernel can do a convolution."""
    conv = layer.conv
    return conv.groups == 1 and conv.dilation == (1, 1) and conv.kernel_size[0] <= MOST_ROWS


class HalfConvolution:
    """For inputs of `shape` that lie as `source` says; None for a tensor that is first copied.

    `border` is how many zeros its own output is to have around it.
    """

    def __init__(
        self,
        layer: Convolutional,
        shape: Shape,
        source: Surface | None,
        packed: PackedWeights,
        team: Team,
        *,
        border: int = 0,
        pool: bool = False,
    ) -> None:
        conv = layer.conv
        self._packed = packed
        self._team = team
        self._filters = conv.out_channels
        self._padding = layer.padding
        self._copies = source is None or source.border < layer.padding
        around = layer.padding if source is None else max(source.border, layer.padding)
        channels = shape.channels if source is None else source.channels
        _, height, width = layer.out_shape(shape)
        self._size = (height // 2, width // 2) if pool else (height, width)
        out_channels = len(packed.gains)
        self.surface = Surface(out_channels, border, pool)
        slope = _slope(layer.activation)
        self._activation = layer.activation if slope is None else None
        in_row = (shape.width + 2 * around) * channels * ITEM
        out_row = (self._size[1] + 2 * border) * out_channels * ITEM
        self._before = layer.padding * (in_row + channels * ITEM)
        self._channels = channels
        self._kernel = _kernel(
            Geometry(
                channels=channels,
                rows=conv.kernel_size[0],
                run=conv.kernel_size[1] * channels,
                stride=(conv.stride[0], conv.stride[1]),
                in_row=in_row,
                in_image=in_row * (shape.height + 2 * around),
                out_height=self._size[0],
                out_width=self._size[1],
                out_pixel=out_channels * ITEM,
                out_row=out_row,
                out_image=out_row * (self._size[0] + 2 * border),
                registers=packed.registers,
                slope=1.0 if slope is None else slope,
                pool=pool,
            )
        )

    @staticmethod
    def finishes(layer: Convolutional) -> bool:
        """Whether the kernel does the activation too."""
        return _slope(layer.activation) is not None

    def __call__(self, x: Tensor) -> Tensor:
        """(B, in, H, W) -> float16 (B, filters, H', W')."""
        if self._copies:
            x = _bordered(x, self._padding, self._channels)
        batch, (height, width), border = len(x), self._size, self.surface.border
        inside = _surface(batch, height, width, border, self.surface.channels)
        arrays = self._packed.weights, self._packed.gains, self._packed.biases
        addresses = [
            x.data_ptr() - self._before, *(array.ctypes.data for array in arrays), inside.data_ptr()
        ]  # fmt: skip
        self._team.share(partial(self._kernel, *addresses), batch * height, len(self._packed.weights))
        result = inside[..., : self._filters]
        if self._activation is not None:
            result.copy_(self._activation(result))
        return result.permute(0, 3, 1, 2)


def _slope(activation: nn.Module) -> float | None:
    """By what an activation multiplies what is below zero; None if it does anything else."""
    if isinstance(activation, nn.LeakyReLU):
        return float(activation.negative_slope)
    return {nn.Identity: 1.0, nn.ReLU: 0.0}.get(type(activation))


def _bordered(x: Tensor, border: int, channels: int) -> Tensor:
    """Return (B, C, H, W) as the inside, (B, H, W, channels), of float16 with zeros around it."""
    batch, filled, height, width = x.shape
    inside = _surface(batch, height, width, border, channels)
    if filled < channels:
        inside[..., filled:] = 0
    inside[..., :filled] = x.permute(0, 2, 3, 1)
    return inside


def _surface(batch: int, height: int, width: int, border: int, channels: int) -> Tensor:
    """Return the inside, (B, H, W, channels), of new memory with zeros in the border and behind its end."""
    high, wide = height + 2 * border, width + 2 * border
    count = batch * high * wide * channels
    memory = torch.empty(count + SPARE, dtype=torch.float16)
    memory[count:] = 0
    whole = memory[:count].view(batch, high, wide, channels)
    if border:
        whole[:, :border] = whole[:, -border:] = 0
        whole[:, :, :border] = whole[:, :, -border:] = 0
    return whole[:, border : border + height, border : border + width]


@cache
def _kernel(geometry: Geometry) -> MachineCode:
    """Kernels are few, small, and the same for all networks of one shape."""
    return compile_convolution(geometry)
