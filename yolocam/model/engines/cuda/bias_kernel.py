"""Triton kernel: adds a convolution's bias and applies its activation, in place and in one pass."""

from __future__ import annotations

import triton
import triton.language as tl
from torch import Tensor

_BLOCK = 1024
"""Numbers that one program changes."""

KINDS = {"linear": 0, "leaky": 1, "relu": 2, "logistic": 3, "swish": 4, "mish": 5}
"""Darknet's name -> the kernel's number of an activation."""


@triton.jit
def _bias_activate(y, bias, count, channels, slope, KIND: tl.constexpr, BLOCK: tl.constexpr):
    at = tl.program_id(0).to(tl.int64) * BLOCK + tl.arange(0, BLOCK)
    there = at < count
    x = tl.load(y + at, mask=there, other=0.0).to(tl.float32)
    x += tl.load(bias + at % channels, mask=there, other=0.0).to(tl.float32)
    if KIND == 1:
        x = tl.where(x > 0, x, x * slope)
    elif KIND == 2:
        x = tl.maximum(x, 0.0)
    elif KIND == 3:
        x = 1.0 / (1.0 + tl.exp(-x))
    elif KIND == 4:
        x = x / (1.0 + tl.exp(-x))
    elif KIND == 5:
        # x tanh(log(1 + e^x)), without the logarithm; beyond 20 it is x to the last digit.
        power = tl.exp(tl.minimum(x, 20.0))
        square = power * power + 2.0 * power
        x = x * (square / (square + 2.0))
    tl.store(y + at, x.to(y.dtype.element_ty), mask=there)


def bias_activate(y: Tensor, bias: Tensor, activation: str, slope: float) -> None:
    """Change `y`, (B, C, H, W) channels_last and dense, of any floating type; `bias` is (C,) of any."""
    count = y.numel()
    _bias_activate[(triton.cdiv(count, _BLOCK),)](
        y, bias, count, y.shape[1], float(slope), KINDS[activation], _BLOCK
    )
