"""Winograd's convolution: 3 x 3 filters with half or a quarter of the multiplications.

Winograd's minimal filtering in two dimensions (Lavin and Gray, "Fast Algorithms for Convolutional
Neural Networks", 2016): a tile of m x m results is computed from (m + 2) x (m + 2) inputs by

    Y = A^T [ (G g G^T) * (B^T d B) ] A

for each pair of channels, with (m + 2)^2 multiplications where the plain way needs 9 m^2. Summed over
the input channels the product in the middle is one matrix multiplication for each of the (m + 2)^2
positions in the tile.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy.polynomial import polynomial
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.layer import Shape

Matrix = NDArray[np.float64]

POINTS: dict[int, tuple[float, ...]] = {2: (0.0, 1.0, -1.0), 4: (0.0, 0.75, -0.75, 1.5, -1.5)}
"""Size of a tile -> where its polynomials are evaluated, besides infinity.

With the usual 0, 1, -1, 2, -2 rounding costs five times as much; with these, no more than in a plain sum.
"""

LEAST_CHANNELS = 64
"""With fewer, on either side, moving the tiles about takes longer than the multiplications it saves."""

MANY_TILES = 32
"""With fewer tiles of 4 x 4 in an image, reading the weights takes longest: there are 16 for each
position and pair of channels, of which tiles of 2 x 2 need less than half."""


class Transform(NamedTuple):
    """The matrices above, each for a whole tile with its two dimensions put behind one another.

    `image` ((m + 2)^2, (m + 2)^2), `kernel` ((m + 2)^2, 9), `result` (m^2, (m + 2)^2), float32.
    """

    image: Tensor
    kernel: Tensor
    result: Tensor

    @staticmethod
    def of(tile: int) -> Transform:
        """Return the transform for tiles of `tile` x `tile` results: Toom and Cook's construction."""
        points = POINTS[tile]
        size = tile + 2
        # A filter slides along a line of inputs as polynomials multiply: evaluate both factors at `size`
        # points, multiply value by value, interpolate. The transposed form used here exchanges input and
        # result: the inputs meet the interpolation (products of x - other), the results the powers of x.
        image: Matrix = np.zeros((size, size))
        for row, point in enumerate(points):
            others = polynomial.polyfromroots([other for other in points if other != point])
            image[row, : size - 1] = others
        image[-1] = polynomial.polyfromroots(points)
        # What the interpolation divides by goes into the kernel, which is transformed only once.
        slopes = [np.prod([point - other for other in points if other != point]) for point in points]
        kernel = np.vstack([_powers(points, 3) / np.array(slopes)[:, None], [0.0, 0.0, 1.0]])
        result = np.vstack([_powers(points, tile), np.eye(tile)[-1]]).T
        image, kernel, result = (np.kron(matrix, matrix) for matrix in (image, kernel, result))
        return Transform(*(torch.from_numpy(m.astype(np.float32)) for m in (image, kernel, result)))


def _powers(points: tuple[float, ...], count: int) -> Matrix:
    return np.vander(points, count, increasing=True)


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
