"""Brings weights into the order in which kernels read them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

import numpy as np
from numpy.typing import NDArray

from yolocam.model.engines.kernels.blocked.layout import LINE
from yolocam.model.engines.kernels.blocked.numbers.grid import Grid
from yolocam.model.engines.kernels.blocked.numbers.number_format import BF16, NumberFormat
from yolocam.model.engines.kernels.blocked.numbers.quantized_weights import quantized, whole_tiles
from yolocam.model.engines.kernels.blocked.operations import Array, Convolution, Depthwise, Filtering
from yolocam.model.engines.kernels.blocked.tile_matrices import TileMatrices

AnyFiltering = TypeVar("AnyFiltering", bound=Filtering)
Wishes = TypeVarTuple("Wishes")


class Packed(NamedTuple):
    """Weights and biases for some blocks of filters, in the types that their kernels multiply and add.

    `gains` are what one of each filter's sums means, where these are whole numbers.
    """

    weights: NDArray[Any]
    biases: NDArray[Any]
    gains: Array | None = None


class PackedWeights:
    """What was packed once, for all input sizes that read it."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Packed] = {}

    def get(
        self, pack: Callable[[AnyFiltering, *Wishes], Packed], operation: AnyFiltering, *wishes: *Wishes
    ) -> Packed:
        """Return what `pack` makes of an operation, or made before of one of the same layer.

        Its other arguments have to be hashable.
        """
        key = pack, operation.layer, wishes
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = pack(operation, *wishes)
        return found


def aligned(shape: Sequence[int]) -> Array:
    """Return zeros whose memory begins at a line of the cache, and may be read from a line before on."""
    count = int(np.prod(shape))
    memory = np.zeros(count + 2 * LINE // 4, np.float32)
    begin = LINE // 4 + -memory.ctypes.data % LINE // 4
    return memory[begin : begin + count].reshape(shape)


def pack_filters(
    convolution: Convolution,
    positions: Sequence[int],
    blocks: int,
    lanes: int,
    filters: range,
    registers: int,
    number_format: NumberFormat,
    grid: Grid,
) -> Packed:
    """Return weights (groups, blocks, kh, kw, lanes / neighbours, registers, lanes, neighbours), and biases.

    `filters` are numbers of blocks of filters, `positions` where each channel of the input lies in `blocks`.
    The input is in `number_format`, in which `grid` says what its bytes mean.
    """
    weight = _some(convolution.weight, filters, lanes)
    _, _, high, wide = weight.shape
    whole: NDArray[Any] = np.zeros((len(weight), blocks * lanes, high, wide), np.float32)
    whole[:, list(positions)] = weight
    biases: NDArray[Any] = _some(convolution.bias, filters, lanes)
    gains = None
    if number_format.scaled:
        whole, biases, gains = quantized(whole, biases, number_format, grid)
    elif number_format == BF16:
        whole = to_bfloat16(whole)
    neighbours = number_format.neighbours
    cut = whole.reshape(-1, registers, lanes, blocks, lanes // neighbours, neighbours, high, wide)
    ordered = cut.transpose(0, 3, 6, 7, 4, 1, 2, 5)
    return _packed(ordered, biases, gains)


def pack_flat(convolution: Convolution, lanes: int, filters: range, registers: int) -> Packed:
    """Return weights (groups, kh, kw, channels, registers, lanes) for a flat image, and biases."""
    weight = _some(convolution.weight, filters, lanes)
    ordered = weight.reshape(-1, registers, lanes, *weight.shape[1:]).transpose(0, 4, 5, 3, 1, 2)
    return _packed(ordered, _some(convolution.bias, filters, lanes))


def pack_tiles(
    convolution: Convolution,
    tile: int,
    positions: Sequence[int],
    blocks: int,
    lanes: int,
    filters: range,
    registers: int,
) -> Packed:
    """Return weights (positions of a tile, groups, blocks, lanes, registers, lanes), and biases of zero."""
    matrix = TileMatrices.of(tile).kernel
    weight = _some(convolution.weight, filters, lanes)
    moved = np.kron(matrix, matrix).astype(np.float32) @ weight.transpose(2, 3, 1, 0).reshape(9, -1)
    whole = np.zeros((len(moved), blocks * lanes, len(weight)), np.float32)
    whole[:, list(positions)] = moved.reshape(len(moved), -1, len(weight))
    ordered = whole.reshape(len(moved), blocks, lanes, -1, registers, lanes).transpose(0, 3, 1, 2, 4, 5)
    return _packed(ordered, np.zeros(len(weight), np.float32))


def pack_whole_tiles(
    convolution: Convolution,
    tile: int,
    positions: Sequence[int],
    blocks: int,
    lanes: int,
    filters: range,
    registers: int,
    grid: Grid,
) -> Packed:
    """Return weights as words (positions of a tile, groups, blocks, lanes / 2, registers, lanes, 2).

    Biases and gains are (positions of a tile, filters); `grid` says what the bytes of the image mean.
    """
    weight = _some(convolution.weight, filters, lanes)
    channels = np.zeros((len(weight), blocks * lanes, 3, 3), np.float32)
    channels[:, list(positions)] = weight
    words, biases, gains = whole_tiles(channels, tile, grid)
    cut = words.reshape(len(words), -1, registers, lanes, blocks, lanes // 2, 2)
    return _packed(cut.transpose(0, 1, 4, 5, 2, 3, 6), biases, gains)


def pack_depthwise(depthwise: Depthwise, positions: Sequence[int], blocks: int, lanes: int) -> Packed:
    """Return weights (blocks, size * size, lanes), and biases."""
    taps = depthwise.weight.reshape(len(depthwise.weight), -1)
    weights = np.zeros((blocks * lanes, taps.shape[1]), np.float32)
    biases = np.zeros(blocks * lanes, np.float32)
    weights[list(positions)] = taps
    biases[list(positions)] = depthwise.bias
    return _packed(weights.reshape(blocks, lanes, -1).transpose(0, 2, 1), biases)


def to_bfloat16(numbers: Array) -> NDArray[np.uint16]:
    """Return float32 rounded to bfloat16, of two that are as near to the even one."""
    bits = numbers.view(np.uint32)
    return ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype(np.uint16)


def _some(numbers: Array, filters: range, lanes: int) -> Array:
    """Those of some blocks of filters, zero where there are none."""
    out = np.zeros((len(filters) * lanes, *numbers.shape[1:]), np.float32)
    found = numbers[filters.start * lanes : filters.stop * lanes]
    out[: len(found)] = found
    return out


def _packed(weights: NDArray[Any], biases: NDArray[Any], gains: Array | None = None) -> Packed:
    memory = aligned([weights.nbytes // 4]).view(weights.dtype).reshape(weights.shape)
    memory[:] = weights
    return Packed(memory, biases, gains)
