"""One float16 depthwise convolution with its activation, as one kernel call."""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor

from yolocam.model.engines.float16.padded_buffer import PaddedBuffer
from yolocam.model.engines.float16.parallel_for import ParallelFor
from yolocam.model.engines.float16.step import KernelStep
from yolocam.model.engines.kernels.geometry import LANES, DepthwiseGeometry
from yolocam.model.engines.kernels.kernels import Kernels
from yolocam.model.layers.activations import is_pointwise
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.layer import Shape

LARGEST = 7
"""Side of a filter; larger ones exist in no detector."""


def suits_depthwise(layer: Convolutional) -> bool:
    """Whether the kernel can do a convolution."""
    conv = layer.conv
    return (
        layer.blur is None
        and is_pointwise(layer.activation)
        and conv.groups == conv.in_channels == conv.out_channels
        and conv.dilation == (1, 1)
        and conv.kernel_size[0] <= LARGEST
    )


class HalfDepthwise(KernelStep):
    """A convolution whose channels have a filter each; `border` is how many zeros its output is to have."""

    def __init__(
        self,
        layer: Convolutional,
        shape: Shape,
        source: PaddedBuffer | None,
        kernels: Kernels,
        parallel_for: ParallelFor,
        *,
        border: int = 0,
    ) -> None:
        channels = shape.channels if source is None else source.channels
        self._blocks = -(-channels // LANES)
        _, height, width = layer.out_shape(shape)
        in_memory = self._blocks * LANES
        super().__init__(layer, shape, source, in_memory, PaddedBuffer(height, width, in_memory, border))
        self._parallel = parallel_for
        self._weights, self._biases = _packed(layer, self._blocks)
        geometry = DepthwiseGeometry(
            **self.places(),
            size=layer.conv.kernel_size[0],
            stride=(layer.conv.stride[0], layer.conv.stride[1]),
            in_pixel=self.source.pixel,
            out_height=height,
            out_width=width,
        )
        self.kernel = kernels.get(geometry)
        self._multiplications = geometry.multiplications * in_memory

    def _run(self, first: int, result: int, batch: int) -> None:
        work = partial(self.kernel, first, self._weights.data_ptr(), self._biases.data_ptr(), result)
        self._parallel.share(work, batch * self.buffer.height, self._blocks, batch * self._multiplications)


def _packed(layer: Convolutional, blocks: int) -> tuple[Tensor, Tensor]:
    """Return float32 weights (blocks, size * size, 16) and biases (blocks * 16), zero where no channel is."""
    conv = layer.conv
    taps = conv.weight[0].numel()
    weights = torch.zeros(blocks * LANES, taps)
    weights[: conv.out_channels] = conv.weight.detach().reshape(-1, taps)
    biases = torch.zeros(blocks * LANES)
    if conv.bias is not None:
        biases[: conv.out_channels] = conv.bias.detach()
    return weights.view(blocks, LANES, taps).transpose(1, 2).contiguous(), biases
