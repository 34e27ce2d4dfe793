"""Layers that work on the bytes of a quantised network; a byte means `scale * (byte - zero)`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from yolocam.model.engines.kernels.blocked.numbers.grid import LEVELS, Grid
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.sections import MaxPool, Route

WEIGHT_LEVELS = 127


class ToBytes:
    """An activation, then the nearest bytes."""

    def __init__(self, grid: Grid, activation: nn.Module | None = None, *, keep: bool = False) -> None:
        self._grid = grid
        self._activation = activation
        self._keep = keep

    def __call__(self, x: Tensor) -> Tensor:
        """float32 -> uint8 of the same shape; the input is used up unless `keep`."""
        if isinstance(self._activation, nn.LeakyReLU):
            x = nn.functional.leaky_relu_(x, self._activation.negative_slope)
        elif self._activation is not None:
            x = self._activation(x)
        x = x * (1.0 / self._grid.scale) if self._keep else x.mul_(1.0 / self._grid.scale)
        x.add_(self._grid.zero + 0.5)  # the half rounds what is cut off
        return x.clamp_(0.0, LEVELS).to(torch.uint8)


class QuantizedConvolution:
    """A convolution of bytes, without its activation."""

    def __init__(self, layer: Convolutional, source: Grid) -> None:
        conv = layer.conv
        weight = conv.weight.detach().float()
        self._source = source
        self._geometry = list(conv.stride), list(conv.padding), list(conv.dilation), conv.groups
        # Symmetric: 0 stays 0, and no zero of the weights has to be multiplied with the sum of the inputs.
        self._scales = (weight.abs().amax((1, 2, 3)) / WEIGHT_LEVELS).clamp(min=1e-12)
        self._zeros = torch.zeros(len(weight), dtype=torch.int32)
        whole = (weight / self._scales[:, None, None, None]).round().to(torch.int8)
        self._weight = torch.ops.onednn.qconv_prepack(
            whole, self._scales, source.scale, source.zero, *self._geometry, None
        )
        self._bias = None if conv.bias is None else conv.bias.detach().float()

    def __call__(self, x: Tensor) -> Tensor:
        """uint8 (B, in, H, W) -> float32 (B, filters, H', W')."""
        out: Tensor = torch.ops.onednn.qconv2d_pointwise(
            x, *self._source, self._weight, self._scales, self._zeros, self._bias, *self._geometry,
            1.0, 0, torch.float32, "none", [], "",
        )  # fmt: skip
        return out


class BytePool:
    """[maxpool] on bytes: first down the columns, then along the rows."""

    def __init__(self, layer: MaxPool) -> None:
        self._layer = layer

    def __call__(self, x: Tensor) -> Tensor:
        """uint8 (B, C, H, W) -> uint8 (B, C, H', W')."""
        return self._along(self._along(x, 2), 3)

    def _along(self, x: Tensor, dim: int) -> Tensor:
        layer, side = self._layer, x.shape[dim]
        stride = layer.stride[dim - 2]
        count = (side + layer.padding - layer.size) // stride + 1
        first = torch.arange(0, count * stride, stride) - layer.padding // 2
        # A window over the border looks at the nearest pixel instead, which it contains too.
        parts = [x.index_select(dim, (first + k).clamp(0, side - 1)) for k in range(layer.size)]
        best = parts[0]
        for part in parts[1:]:
            best = torch.maximum(best, part)
        return best


class ByteRoute:
    """[route] of several inputs: they are brought to the same grid by a table of 256 bytes each."""

    def __init__(self, layer: Route, inputs: Sequence[Grid], grid: Grid) -> None:
        self._layer = layer
        every = torch.arange(256, dtype=torch.float32)
        tables = [ToBytes(grid)((every - zero) * scale) for scale, zero in inputs]
        self._tables = [None if torch.equal(t, every.byte()) else t.numpy() for t in tables]

    def __call__(self, *inputs: Tensor) -> Tensor:
        """Several uint8 (B, C, H, W) -> uint8 (B, C', H, W)."""
        moved = []
        for x, table in zip(inputs, self._tables, strict=True):
            if table is not None:
                rows = x.permute(0, 2, 3, 1).contiguous()
                changed = cv2.LUT(rows.numpy().reshape(1, -1), table)
                x = torch.from_numpy(changed.reshape(rows.shape)).permute(0, 3, 1, 2)
            moved.append(x)
        return cast(Tensor, self._layer(*moved))


class ByteSum:
    """[shortcut] of two tensors of the same shape without an activation."""

    def __init__(self, first: Grid, second: Grid, grid: Grid) -> None:
        # scale * (byte - zero) of both inputs, added and brought to the grid of the result, is one weighted
        # sum of their bytes plus a constant.
        self._factors = first.scale / grid.scale, second.scale / grid.scale
        self._offset = grid.zero - self._factors[0] * first.zero - self._factors[1] * second.zero

    def __call__(self, x: Tensor, other: Tensor) -> Tensor:
        """Two uint8 (B, C, H, W) -> uint8 (B, C, H, W)."""
        a, b = (t.permute(0, 2, 3, 1).contiguous() for t in (x, other))
        out = np.empty((1, a.numel()), np.uint8)
        first, second = self._factors
        cv2.addWeighted(a.numpy().reshape(1, -1), first, b.numpy().reshape(1, -1), second, self._offset, out)
        return torch.from_numpy(out.reshape(a.shape)).permute(0, 3, 1, 2)
