"""The multiplication in the middle of a convolution, by number format."""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from yolocam.model.engines.kernels.blocked.numbers.byte_products import BYTE_MULTIPLICATIONS
from yolocam.model.engines.kernels.blocked.numbers.multiplication import SPREAD_BYTES, Multiplication
from yolocam.model.engines.kernels.blocked.numbers.number_format import (
    BF16,
    BF16_WIDENED,
    FP32,
    NumberFormat,
)
from yolocam.model.engines.kernels.loops import FLOAT, I32, Value, at, intrinsic, load, spread, vector


class _FloatMultiplication(Multiplication):
    """One float32 at a time."""

    def __init__(self, module: Any, lanes: int) -> None:
        super().__init__(module, lanes)
        self._fma = intrinsic(module, "llvm.fma", self.sums, 3)

    def pixel(self, b: Any, address: Value) -> Value:
        return spread(b, load(b, FLOAT, address, SPREAD_BYTES), self.weights)

    def add(self, b: Any, pixel: Value, weights: Value, sums: Value) -> Value:
        return b.call(self._fma, [pixel, weights, sums])


class _PairMultiplication(Multiplication):
    """VDPBF16PS: two bfloat16 by two, added to a float32 in one instruction."""

    def __init__(self, module: Any, lanes: int) -> None:
        super().__init__(module, lanes)
        self.weights = vector(I32, lanes)
        # LLVM's newer releases have a type for bfloat16, and take this older form of the function too.
        kind = ir.FunctionType(self.sums, [self.sums, self.weights, self.weights])
        name = f"llvm.x86.avx512bf16.dpbf16ps.{32 * lanes}"
        self._dot = module.globals.get(name) or ir.Function(module, kind, name)

    def pixel(self, b: Any, address: Value) -> Value:
        return spread(b, load(b, I32, address, 2), self.weights)

    def add(self, b: Any, pixel: Value, weights: Value, sums: Value) -> Value:
        return b.call(self._dot, [sums, pixel, weights])


class _WidenedMultiplication(_FloatMultiplication):
    """One bfloat16 at a time, as the float32 of which it is the upper half."""

    def pixel(self, b: Any, address: Value) -> Value:
        # What lies before it is masked out. For every other one a shift would do as well, but then two share
        # a load, LLVM keeps what it gives, and there are no registers left to keep it in.
        word = load(b, I32, at(b, address, -2), 2)
        kind = vector(I32, self.sums.count)
        mask = ir.Constant(kind, [-0x10000] * kind.count)
        return b.bitcast(b.and_(spread(b, word, kind), mask), self.sums)


_MULTIPLICATIONS: dict[NumberFormat, type[Multiplication]] = {
    FP32: _FloatMultiplication,
    BF16: _PairMultiplication,
    BF16_WIDENED: _WidenedMultiplication,
    **BYTE_MULTIPLICATIONS,
}


def multiplication(number_format: NumberFormat, module: Any, lanes: int) -> Multiplication:
    """Return how a format is multiplied."""
    return _MULTIPLICATIONS[number_format](module, lanes)
