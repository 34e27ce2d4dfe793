"""One float16 convolution with its activation, and maybe the pool after it, as one kernel call."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor

from yolocam.model.engines.float16.packed_weights import pack_weights
from yolocam.model.engines.float16.padded_buffer import PaddedBuffer
from yolocam.model.engines.float16.parallel_for import ParallelFor, Work
from yolocam.model.engines.float16.step import KernelStep
from yolocam.model.engines.kernel_activations import done_by_kernel
from yolocam.model.engines.kernels.geometry import LANES, POSITIONS, Geometry, TiledGeometry
from yolocam.model.engines.kernels.kernels import Kernels
from yolocam.model.engines.torch_cpu.winograd import Transform
from yolocam.model.layers.activations import is_pointwise
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.layer import Shape

MOST_ROWS = 11
"""Rows of a filter; larger ones exist in no detector."""

LEAST_CHANNELS = 32
"""With fewer, on either side, transforming tiles takes as long as it saves."""


class PackedWeights(NamedTuple):
    """What a kernel reads besides the image; see `pack_weights`."""

    weights: Tensor
    gains: Tensor
    biases: Tensor
    registers: int

    @staticmethod
    def of(layer: Convolutional, channels: int) -> PackedWeights:
        """Return those of a layer that reads pixels of `channels` numbers."""
        conv = layer.conv
        weight = conv.weight.detach().permute(0, 2, 3, 1)
        if tiles_pay(layer, channels):
            moved = torch.mm(Transform.of(2).kernel, weight.permute(1, 2, 0, 3).reshape(9, -1))
            weight = moved.view(POSITIONS, conv.out_channels, -1).transpose(0, 1).unsqueeze(2)
        registers = 2 if conv.out_channels > LANES else 1
        weights, gains = pack_weights(weight, registers, channels)
        biases = torch.zeros_like(gains)
        if conv.bias is not None:
            biases[: conv.out_channels] = conv.bias.detach()
        return PackedWeights(weights, gains, biases, registers)

    @property
    def addresses(self) -> list[int]:
        """Where weights, gains and biases lie."""
        return [numbers.data_ptr() for numbers in (self.weights, self.gains, self.biases)]


def suits(layer: Convolutional) -> bool:
    """Whether a kernel can do a convolution."""
    if layer.blur is not None or not is_pointwise(layer.activation):
        return False
    conv = layer.conv
    return conv.groups == 1 and conv.dilation == (1, 1) and conv.kernel_size[0] <= MOST_ROWS


def tiles_pay(layer: Convolutional, channels: int) -> bool:
    """Whether a convolution that reads pixels of `channels` numbers is quicker by Winograd's way."""
    conv = layer.conv
    plain = (conv.kernel_size, conv.stride, conv.padding) == ((3, 3), (1, 1), (1, 1))
    return plain and channels % LANES == 0 and min(channels, conv.out_channels) >= LEAST_CHANNELS


def can_pool(layer: Convolutional) -> bool:
    """Whether the kernel may do a pool after the layer: the largest number has to stay the largest."""
    activation = done_by_kernel(layer.activation)
    return activation is not None and activation[0] == "leaky"


class HalfConvolution(KernelStep):
    """A convolution over all channels.

    `border` is how many zeros its output is to have around it; with `pool` that is the output of the
    pool of 2 x 2 after it.
    """

    def __init__(
        self,
        layer: Convolutional,
        shape: Shape,
        source: PaddedBuffer | None,
        packed: PackedWeights,
        kernels: Kernels,
        parallel_for: ParallelFor,
        *,
        border: int = 0,
        pool: bool = False,
    ) -> None:
        channels = shape.channels if source is None else source.channels
        _, *size = layer.out_shape(shape)
        height, width = (side // 2 for side in size) if pool else size
        buffer = PaddedBuffer(height, width, len(packed.gains), border, pool)
        super().__init__(layer, shape, source, channels, buffer)
        self._packed = packed
        self._parallel = parallel_for
        self._tiles: TiledGeometry | None = None
        if tiles_pay(layer, channels):
            self._tiles = TiledGeometry(
                **self.places(), channels=channels, height=size[0], width=size[1],
                registers=packed.registers, pool=pool,
            )  # fmt: skip
        geometry = self._tiles or self._geometry(layer)
        self.kernel = kernels.get(geometry)
        self._multiplications = geometry.multiplications * len(packed.gains)

    def _geometry(self, layer: Convolutional) -> Geometry:
        conv, channels = layer.conv, self.source.channels
        return Geometry(
            **self.places(),
            channels=channels,
            rows=conv.kernel_size[0],
            run=conv.kernel_size[1] * channels,
            stride=(conv.stride[0], conv.stride[1]),
            out_height=self.buffer.height,
            out_width=self.buffer.width,
            registers=self._packed.registers,
            pool=self.buffer.pooled,
        )

    def _run(self, first: int, result: int, batch: int) -> None:
        addresses = [first, *self._packed.addresses, result]
        if self._tiles is None:
            work: Work = partial(self.kernel, *addresses)
            rows = self.buffer.height
        else:
            work = partial(self._run_tiles, self._tiles, addresses)
            rows = self._tiles.rows
        blocks = len(self._packed.weights)
        self._parallel.share(work, batch * rows, blocks, batch * self._multiplications)

    def _run_tiles(self, geometry: TiledGeometry, addresses: list[int], *limits: int) -> None:
        scratch = [torch.empty(size, dtype=torch.uint8) for size in geometry.scratch]
        self.kernel(*addresses, *(memory.data_ptr() for memory in scratch), *limits)
