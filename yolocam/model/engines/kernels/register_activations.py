"""Activations on a register of 16 float32, before the result is rounded to float16.

The exponential is good to 2 parts in a million, a hundredth of what the rounding takes away.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from llvmlite import ir

from yolocam.model.engines.kernels.geometry import LANES, Activation
from yolocam.model.engines.kernels.loops import FLOAT, I32, Value, intrinsic, larger, smaller, splat, vector

SUMS = vector(FLOAT, LANES)

_LARGEST = 87.0
"""Exponents beyond, either way, do not fit into float32."""

_TERMS = 5


def activated(b: Any, value: Value, activation: Activation, slope: float) -> Value:
    """Apply an activation; `slope` is by what "leaky" multiplies what is below zero."""
    if activation == "leaky":
        return value if slope == 1.0 else larger(b, value, b.fmul(value, splat(SUMS, slope)))
    return _CURVES[activation](b, value)


def _logistic(b: Any, x: Value) -> Value:
    return b.fdiv(splat(SUMS, 1.0), b.fadd(splat(SUMS, 1.0), _exp(b, b.fneg(x))))


def _swish(b: Any, x: Value) -> Value:
    return b.fdiv(x, b.fadd(splat(SUMS, 1.0), _exp(b, b.fneg(x))))


def _mish(b: Any, x: Value) -> Value:
    """Mish, x tanh(ln(1 + e^x)) = x n / (n + 2) with n = e^x (e^x + 2); from 20 on it is x."""
    two = splat(SUMS, 2.0)
    e = _exp(b, smaller(b, x, splat(SUMS, 20.0)))
    n = b.fmul(e, b.fadd(e, two))
    return b.fdiv(b.fmul(x, n), b.fadd(n, two))


_CURVES: dict[Activation, Callable[[Any, Value], Value]] = {
    "logistic": _logistic,
    "swish": _swish,
    "mish": _mish,
}


def _exp(b: Any, x: Value) -> Value:
    """2^n 2^r with n whole: 2^r by its series, 2^n by adding n to the exponent's bits."""
    x = larger(b, smaller(b, x, splat(SUMS, _LARGEST)), splat(SUMS, -_LARGEST))
    t = b.fmul(x, splat(SUMS, 1 / math.log(2)))
    n = b.call(intrinsic(b.module, "llvm.rint", SUMS, 1), [t])
    r = b.fsub(t, n)
    fma = intrinsic(b.module, "llvm.fma", SUMS, 3)
    series = splat(SUMS, _coefficient(_TERMS))
    for power in reversed(range(_TERMS)):
        series = b.call(fma, [series, r, splat(SUMS, _coefficient(power))])
    integers = vector(I32, LANES)
    shift = ir.Constant(integers, [23] * LANES)  # bits of a float32 below its exponent
    bits = b.add(b.bitcast(series, integers), b.shl(b.fptosi(n, integers), shift))
    return b.bitcast(bits, SUMS)


def _coefficient(power: int) -> float:
    return math.log(2) ** power / math.factorial(power)
