"""Weights in the order and range in which a kernel reads them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from yolocam.model.kernels.product import LANES


def pack_weights(
    weight: NDArray[np.float32], registers: int, channels: int
) -> tuple[NDArray[np.float16], NDArray[np.float32]]:
    """Return weights as a kernel reads them, and by what its sums have to be multiplied.

    `weight` is (filters, in, kh, kw), `channels` how many numbers a pixel has in memory, at least `in`. The
    first result is float16 (blocks, kh, pairs, registers, 16, 2), zero where there is no such filter or
    channel, the second float32 (blocks * registers * 16). Each filter is brought to between 1/8 and 1/4
    by a power of two, so that none of its weights is too small for float16, and no sum too large.
    """
    filters, inputs, high, wide = weight.shape
    width = LANES * registers
    blocks = -(-filters // width)
    gains = np.ones(blocks * width, np.float32)
    gains[:filters] = _gains(weight.reshape(filters, -1))
    run = wide * channels
    pairs = -(-run // 2)
    even = np.zeros((blocks * width, high, 2 * pairs), np.float16)
    full = even[:, :, :run].reshape(blocks * width, high, wide, channels)
    scaled = weight * (1 / gains[:filters, None, None, None])
    full[:filters, :, :, :inputs] = scaled.transpose(0, 2, 3, 1)
    even[:, :, :run] = full.reshape(blocks * width, high, run)
    ordered = even.reshape(blocks, registers, LANES, high, pairs, 2).transpose(0, 3, 4, 1, 2, 5)
    return on_cache_lines(ordered), gains


def _gains(filters: NDArray[np.float32]) -> NDArray[np.float32]:
    """Powers of two that divide each row of (filters, weights) to between 1/8 and 1/4."""
    largest = np.maximum(filters.max(axis=1), -filters.min(axis=1))
    # Down to where 1 / gain is still a float32; a filter that is smaller is as good as zero.
    exponents = np.where(largest > 1e-30, np.frexp(np.maximum(largest, 1e-30))[1] + 2, 0)
    return np.ldexp(np.float32(1), exponents).astype(np.float32)


def on_cache_lines(array: NDArray[np.float16]) -> NDArray[np.float16]:
    """Return it on a multiple of 64 bytes."""
    memory = np.empty(array.nbytes + 64, np.uint8)
    start = -memory.ctypes.data % 64
    out = memory[start : start + array.nbytes].view(array.dtype).reshape(array.shape)
    out[...] = array
    return out
