"""Weights as bytes: symmetric, with a scale for each filter."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from yolocam.model.engines.kernels.blocked.numbers.grid import LEVELS, Grid
from yolocam.model.engines.kernels.blocked.numbers.number_format import INT8_PAIRS, NumberFormat
from yolocam.model.engines.kernels.blocked.tile_matrices import TileMatrices

Floats = NDArray[np.float32]

WEIGHT_LEVELS = 127

PAIR_LEVELS = 127
"""What two neighbouring weights of one sign may add up to, before rounding: 255 * 128 fits into 16 bits."""

MOST_WORD, MOST_SUM = (1 << 15) - 1, float((1 << 31) - 1)

MOST_BIAS = float(1 << 30)
"""The largest bias in units of the sums: with the products of all filters that exist, 32 bits hold it."""


def quantized(
    weights: Floats, biases: Floats, number_format: NumberFormat, grid: Grid
) -> tuple[NDArray[np.int8], NDArray[np.int32], Floats]:
    """Return weights (filters, channels, kh, kw) as bytes, biases in units of the sums, what a unit means.

    `grid` says what the bytes of the image mean. Its zero goes into the biases: a sum of bytes is larger by
    the zero times all weights than one of the numbers that they stand for.
    """
    largest = np.abs(weights).max((1, 2, 3)) / WEIGHT_LEVELS
    if number_format == INT8_PAIRS:
        largest = np.maximum(largest, _pairs(weights) / PAIR_LEVELS)
    scales = np.maximum(largest, np.abs(biases) / (grid.scale * MOST_BIAS))
    scales[scales == 0] = 1.0
    whole = np.rint(weights / scales[:, None, None, None]).astype(np.int8)
    gains = (scales * grid.scale).astype(np.float32)
    zeros = grid.zero * whole.sum((1, 2, 3), dtype=np.int64)
    return whole, (np.rint(biases / gains).astype(np.int64) - zeros).astype(np.int32), gains


def whole_tiles(
    weights: Floats, tile: int, grid: Grid
) -> tuple[NDArray[np.int16], NDArray[np.int32], Floats]:
    """Return the weights (filters, channels, 3, 3) by which the positions of whole tiles are multiplied.

    As words (positions, filters, channels), with biases (positions, filters) for the grid's zero, and what a
    unit of the sums means. Each filter has a scale at each position, the finest with which no sum overflows.
    """
    matrices = TileMatrices.of(tile, whole=True)
    moved = np.kron(matrices.kernel, matrices.kernel) @ weights.transpose(2, 3, 0, 1).reshape(9, -1)
    moved = moved.reshape(-1, *weights.shape[:2])
    image = np.kron(matrices.image, matrices.image)
    positive, negative = np.maximum(image, 0).sum(1), np.maximum(-image, 0).sum(1)
    largest = LEVELS * (np.maximum(positive, negative) + abs(positive - negative))[:, None]  # and the bias
    room = MOST_SUM - largest * weights.shape[1]  # rounding takes half a unit for each channel
    scales = np.maximum(np.abs(moved).max(2) / MOST_WORD, np.abs(moved).sum(2) * largest / room)
    scales[scales == 0] = 1.0
    words = np.rint(moved / scales[:, :, None])
    biases = np.rint(-grid.zero * image.sum(1)[:, None] * words.sum(2)).astype(np.int32)
    return words.astype(np.int16), biases, (scales * grid.scale).astype(np.float32)


def _pairs(weights: Floats) -> NDArray[Any]:
    """Return for each filter the most that two neighbouring channels of one sign have together."""
    most = np.zeros(len(weights), np.float32)
    for signed in (weights, -weights):
        positive = np.maximum(signed, 0)
        most = np.maximum(most, (positive[:, 0::2] + positive[:, 1::2]).max((1, 2, 3)))
    return most
