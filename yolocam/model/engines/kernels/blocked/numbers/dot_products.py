"""The multiplication in the middle of a convolution, by number format."""

from __future__ import annotations

from typing import Any

from yolocam.model.engines.kernels.blocked.numbers.number_format import FP32, NumberFormat
from yolocam.model.engines.kernels.loops import FLOAT, Value, intrinsic, load, spread, vector

SPREAD_BYTES = 4
"""Bytes of a pixel that are multiplied by one register of weights."""


class Multiplication:
    """Base: `sums` and `weights` are the types of a register of each."""

    def __init__(self, module: Any, lanes: int) -> None:
        self.sums = vector(FLOAT, lanes)
        self.weights = self.sums

    def pixel(self, b: Any, address: Value) -> Value:
        """Return the neighbours at an address, everywhere in a register."""
        raise NotImplementedError

    def add(self, b: Any, pixel: Value, weights: Value, sums: Value) -> Value:
        """Return the sums with the products added."""
        raise NotImplementedError


class _FloatMultiplication(Multiplication):
    """One float32 at a time."""

    def __init__(self, module: Any, lanes: int) -> None:
        super().__init__(module, lanes)
        self._fma = intrinsic(module, "llvm.fma", self.sums, 3)

    def pixel(self, b: Any, address: Value) -> Value:
        return spread(b, load(b, FLOAT, address, SPREAD_BYTES), self.weights)

    def add(self, b: Any, pixel: Value, weights: Value, sums: Value) -> Value:
        return b.call(self._fma, [pixel, weights, sums])


_MULTIPLICATIONS: dict[NumberFormat, type[Multiplication]] = {FP32: _FloatMultiplication}


def multiplication(number_format: NumberFormat, module: Any, lanes: int) -> Multiplication:
    """Return how a format is multiplied."""
    return _MULTIPLICATIONS[number_format](module, lanes)
