"""A convolution whose channels have a filter each, with float16 around it, as one call of a kernel."""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor

from yolocam.model.convolution import Convolutional
from yolocam.model.half_activation import PLAIN, done_by_kernel
from yolocam.model.kernels.geometry import LANES, DepthwiseGeometry
from yolocam.model.kernels.kernels import Kernels
from yolocam.model.layer import Shape
from yolocam.model.surfaces import Surface
from yolocam.model.teams import Team

LARGEST = 7
"""Side of a filter; larger ones exist in no detector."""


def suits_depthwise(layer: Convolutional) -> bool:
    """Whether the kernel can do a convolution."""
    conv = layer.conv
    return (
        conv.groups == conv.in_channels == conv.out_channels
        and conv.dilation == (1, 1)
        and conv.kernel_size[0] <= LARGEST
    )


class HalfDepthwise:
    """For inputs of `shape` that lie as `source` says; None for a tensor that is first copied.

    `border` is how many zeros its own output is to have around it. `kernel` needs its code before the first
    call.
    """

    def __init__(
        self,
        layer: Convolutional,
        shape: Shape,
        source: Surface | None,
        kernels: Kernels,
        team: Team,
        *,
        border: int = 0,
    ) -> None:
        self._team = team
        self._channels = shape.channels
        does = done_by_kernel(layer.activation)
        self._activation = None if does else layer.activation
        padding = layer.padding
        if source is not None and source.border >= padding and source.channels % LANES == 0:
            self._source, self._copies = source, False
        else:
            in_memory = -(-shape.channels // LANES) * LANES
            self._source, self._copies = Surface(shape.height, shape.width, in_memory, padding), True
        self._before = padding * (self._source.row + self._source.pixel)
        _, height, width = layer.out_shape(shape)
        self.surface = Surface(height, width, self._source.channels, border)
        self._blocks = self._source.channels // LANES
        self._weights, self._biases = _packed(layer, self._blocks)
        self.kernel = kernels.get(
            DepthwiseGeometry(
                size=layer.conv.kernel_size[0],
                stride=(layer.conv.stride[0], layer.conv.stride[1]),
                in_pixel=self._source.pixel,
                in_row=self._source.row,
                in_image=self._source.image,
                out_height=height,
                out_width=width,
                out_pixel=self.surface.pixel,
                out_row=self.surface.row,
                out_image=self.surface.image,
                activation=(does or PLAIN)[0],
                slope=(does or PLAIN)[1],
            )
        )
        self._multiplications = self.kernel.geometry.multiplications * self._source.channels

    def __call__(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> float16 (B, C, H', W')."""
        if self._copies:
            x = self._source.copy(x)
        inside = self.surface.new(len(x))
        addresses = [x.data_ptr() - self._before, self._weights.data_ptr(), self._biases.data_ptr()]
        work = partial(self.kernel, *addresses, inside.data_ptr())
        rows = len(x) * self.surface.height
        self._team.share(work, rows, self._blocks, len(x) * self._multiplications)
        result = inside[..., : self._channels]
        if self._activation is not None:
            result.copy_(self._activation(result))
        return result.permute(0, 3, 1, 2)


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
