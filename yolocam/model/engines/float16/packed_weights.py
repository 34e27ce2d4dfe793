"""Packs weights into the order and range in which a kernel reads them."""

from __future__ import annotations

import torch
from torch import Tensor

from yolocam.model.engines.kernels.geometry import LANES


def pack_weights(weight: Tensor, registers: int, channels: int) -> tuple[Tensor, Tensor]:
    """Return weights as a kernel reads them, and by what its sums have to be multiplied.

    `weight` is float32 (filters, kh, kw, in), `channels` how many numbers a pixel has in memory, at least
    `in`. The first result is float16 (blocks, kh, pairs, registers, 16, 2) on a multiple of 64 bytes, as all
    memory of torch's; zero where there is no such filter or channel. The second is float32 (blocks *
    registers * 16). Each filter is brought to between 1/8 and 1/4 by a power of two, so that none of its
    weights is too small for float16, and no sum too large.
    """
    filters, high, wide, inputs = weight.shape
    width = LANES * registers
    blocks = -(-filters // width)
    gains = torch.ones(blocks * width)
    gains[:filters] = _gains(weight)
    pairs = -(-wide * channels // 2)
    even = torch.zeros(blocks * width, high, 2 * pairs, dtype=torch.float16)
    used = even[:filters, :, : wide * channels].unflatten(2, (wide, channels))[..., :inputs]
    torch.mul(weight, (1 / gains[:filters])[:, None, None, None], out=used)
    together = even.view(torch.int32).view(blocks, registers, LANES, high, pairs)  # pairs move as one
    ordered = together.permute(0, 3, 4, 1, 2).contiguous()
    return ordered.view(torch.float16).view(blocks, high, pairs, registers, LANES, 2), gains


def _gains(weight: Tensor) -> Tensor:
    """Powers of two that divide the weights of each filter to between 1/8 and 1/4."""
    largest = weight.abs().amax((1, 2, 3))
    # Down to where 1 / gain is still a float32; a filter that is smaller is as good as zero.
    exponents = torch.where(largest > 1e-30, torch.frexp(largest.clamp(min=1e-30)).exponent + 2, 0)
    return torch.ldexp(torch.ones_like(largest), exponents)
