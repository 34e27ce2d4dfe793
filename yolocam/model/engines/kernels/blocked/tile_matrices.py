"""The matrices of Winograd's convolution: 3 x 3 filters with half or a quarter of the multiplications.

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
from numpy.polynomial import polynomial
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

POINTS: dict[int, tuple[float, ...]] = {2: (0.0, 1.0, -1.0), 4: (0.0, 0.75, -0.75, 1.5, -1.5)}
"""Size of a tile -> where its polynomials are evaluated, besides infinity: at 0 and at pairs.

With the usual 0, 1, -1, 2, -2 rounding costs five times as much; with these, no more than in a plain sum.
"""


WHOLE_POINTS: dict[int, tuple[float, ...]] = {2: (0.0, 1.0, -1.0), 4: (0.0, 1.0, -1.0, 2.0, -2.0)}
"""The same for images of whole numbers, whose tiles are whole with these."""


class TileMatrices(NamedTuple):
    """The matrices for one dimension: `image` is B^T, `kernel` G, `result` A^T."""

    image: Matrix
    kernel: Matrix
    result: Matrix

    @staticmethod
    def of(tile: int, *, whole: bool = False) -> TileMatrices:
        """Return those for tiles of `tile` x `tile` results: Toom and Cook's construction."""
        points = (WHOLE_POINTS if whole else POINTS)[tile]
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
        return TileMatrices(image, kernel, result)


def _powers(points: tuple[float, ...], count: int) -> Matrix:
    return np.vander(points, count, increasing=True)
