"""Winograd's convolution by PyTorch's matrix products; see `kernels.blocked.tile_matrices` for the method."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from yolocam.model.engines.kernels.blocked.tile_matrices import TileMatrices
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.layer import Shape

LEAST_CHANNELS = 64
"""With fewer, on either side, moving the tiles about takes longer than the multiplications it saves."""

MANY_TILES = 32
"""With fewer tiles of 4 x 4 in an image, reading the weights takes longest: there are 16 for each
position and pair of channels, of which tiles of 2 x 2 need less than half."""


class Transform(NamedTuple):
    """The method's matrices, each for a whole tile with its two dimensions put behind one another.

    `image` ((m + 2)^2, (m + 2)^2), `kernel` ((m + 2)^2, 9), `result` (m^2, (m + 2)^2), float32.
    """

    image: Tensor
    kernel: Tensor
    result: Tensor

    @staticmethod
    def of(tile: int) -> Transform:
        """Return the transform for tiles of `tile` x `tile` results."""
        whole = (np.kron(matrix, matrix).astype(np.float32) for matrix in TileMatrices.of(tile))
        return Transform(*(torch.from_numpy(matrix) for matrix in whole))


def tile_size(layer: Convolutional, shape: Shape) -> int | None:
    """Return the tiles with which a convolution is quicker for inputs of `shape`, None if with none."""
    conv = layer.conv
    plain = conv.groups == 1 and conv.stride == conv.padding == conv.dilation == (1, 1)
    if not plain or conv.kernel_size != (3, 3) or min(conv.in_channels, conv.out_channels) < LEAST_CHANNELS:
        return None
    return 4 if -(-shape.height // 4) * -(-shape.width // 4) >= MANY_TILES else 2


class WinogradConvolution:
    """A convolution of 3 x 3, stride 1, with its activation, in float32."""

    def __init__(self, layer: Convolutional, tile: int) -> None:
        assert layer.bn is None
        conv = layer.conv
        self._tile = tile
        self._transform = Transform.of(tile)
        self._bias = conv.weight.new_zeros(conv.out_channels) if conv.bias is None else conv.bias.detach()
        self._activation = layer.activation
        kernels = conv.weight.detach().permute(2, 3, 1, 0).reshape(9, -1)
        weight = torch.mm(self._transform.kernel, kernels)
        self._weight = weight.view(-1, conv.in_channels, conv.out_channels)  # (positions, in, out)

    def __call__(self, x: Tensor) -> Tensor:
        """(B, in, H, W) -> (B, filters, H, W), both channels_last."""
        batch, channels, height, width = x.shape
        tile, size = self._tile, self._tile + 2
        # Pad by the convolution's own border, and on the far sides up to whole tiles.
        down, across = -(-height // tile), -(-width // tile)
        padded = F.pad(
            x.permute(0, 2, 3, 1), (0, 0, 1, across * tile + 1 - width, 1, down * tile + 1 - height)
        )
        # Neighbouring tiles overlap by two pixels: a view with the strides of whole tiles needs no copy yet.
        of_batch, of_row, of_column, _ = padded.stride()
        tiles = padded.as_strided(
            (size, size, batch, down, across, channels),
            (of_row, of_column, of_batch, of_row * tile, of_column * tile, 1),
        )
        # B^T d B for all tiles at once, then one matrix product over the channels for each position.
        moved = torch.mm(self._transform.image, tiles.reshape(size * size, -1))
        products = torch.bmm(moved.view(size * size, -1, channels), self._weight)
        filters = products.shape[2]
        # A^T m A; the results of a tile are (tile, tile), and go to their rows and columns with the bias.
        results = torch.mm(self._transform.result, products.view(size * size, -1))
        out = results.new_empty(batch, down, tile, across, tile, filters)
        ordered = results.view(tile, tile, batch, down, across, filters)
        torch.add(ordered, self._bias, out=out.permute(2, 4, 0, 1, 3, 5))
        # The last tiles may reach beyond the image.
        cut = out.view(batch, down * tile, across * tile, filters)[:, :height, :width].contiguous()
        return self._activate(cut.permute(0, 3, 1, 2))

    def _activate(self, x: Tensor) -> Tensor:
        if isinstance(self._activation, nn.LeakyReLU):
            return F.leaky_relu_(x, self._activation.negative_slope)
        out: Tensor = self._activation(x)
        return out
