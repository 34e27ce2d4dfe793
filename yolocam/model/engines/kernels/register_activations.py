"""Activations on a register of float32.

The exponential is good to 2 parts in a million, a hundredth of what rounding to float16 takes away; with more
terms, to what float32 can tell apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from llvmlite import ir

from yolocam.model.engines.kernels.activation_name import Activation
from yolocam.model.engines.kernels.loops import I32, Value, intrinsic, larger, smaller, splat, vector

_LARGEST = 87.0
"""Exponents beyond, either way, do not fit into float32."""

_TERMS = 5


def activated(b: Any, value: Value, activation: Activation, slope: float | Value) -> Value:
    """Apply an activation; `slope` is by what "leaky" multiplies what is below zero, or a register of it."""
    if activation != "leaky":
        return _CURVES[activation](b, value)
    if isinstance(slope, float):
        if slope == 1.0:
            return value
        slope = splat(value.type, slope)
    return larger(b, value, b.fmul(value, slope))


def _logistic(b: Any, x: Value) -> Value:
    one = splat(x.type, 1.0)
    return b.fdiv(one, b.fadd(one, _exp(b, b.fneg(x))))


def _swish(b: Any, x: Value) -> Value:
    return b.fdiv(x, b.fadd(splat(x.type, 1.0), _exp(b, b.fneg(x))))


def _mish(b: Any, x: Value) -> Value:
    """Mish, x tanh(ln(1 + e^x)) = x n / (n + 2) with n = e^x (e^x + 2); from 20 on it is x."""
    two = splat(x.type, 2.0)
    e = _exp(b, smaller(b, x, splat(x.type, 20.0)))
    n = b.fmul(e, b.fadd(e, two))
    return b.fdiv(b.fmul(x, n), b.fadd(n, two))


_CURVES: dict[Activation, Callable[[Any, Value], Value]] = {
    "logistic": _logistic,
    "swish": _swish,
    "mish": _mish,
}


def _exp(b: Any, x: Value) -> Value:
    """2^n 2^r with n whole: 2^r by its series, 2^n by adding n to the exponent's bits."""
    kind = x.type
    x = larger(b, smaller(b, x, splat(kind, _LARGEST)), splat(kind, -_LARGEST))
    t = b.fmul(x, splat(kind, 1 / math.log(2)))
    n = b.call(intrinsic(b.module, "llvm.rint", kind, 1), [t])
    r = b.fsub(t, n)
    fma = intrinsic(b.module, "llvm.fma", kind, 3)
    series = splat(kind, _coefficient(_TERMS))
    for power in reversed(range(_TERMS)):
        series = b.call(fma, [series, r, splat(kind, _coefficient(power))])
    integers = vector(I32, kind.count)
    shift = ir.Constant(integers, [23] * kind.count)  # bits of a float32 below its exponent
    bits = b.add(b.bitcast(series, integers), b.shl(b.fptosi(n, integers), shift))
    return b.bitcast(bits, kind)


def _coefficient(power: int) -> float:
    return math.log(2) ** power / math.factorial(power)
