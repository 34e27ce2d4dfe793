"""Registers of numbers as they are stored: read as float32, and written from float32."""

from __future__ import annotations

from typing import Any

from yolocam.model.engines.kernels.blocked.numbers import bfloat16
from yolocam.model.engines.kernels.blocked.numbers.grid import LEVELS
from yolocam.model.engines.kernels.blocked.numbers.number_format import BF16, NumberFormat
from yolocam.model.engines.kernels.loops import (
    FLOAT,
    I8,
    I16,
    I32,
    Value,
    intrinsic,
    larger,
    load,
    smaller,
    splat,
    store,
    vector,
)

_ELEMENTS = {4: FLOAT, 2: I16, 1: I8}
"""Bytes of a stored number -> its type in LLVM."""


class StoredNumbers:
    """Registers of `lanes` numbers in one format; `bytes` of each in memory.

    Bytes are read as `scale * byte + offset`, and written as the whole part of `scale * value + offset`, so
    `scale` and `offset` are others for what is read and for what is written; both are registers.
    """

    def __init__(
        self, number_format: NumberFormat, lanes: int, scale: Value = None, offset: Value = None
    ) -> None:
        self.format = number_format
        self.kind = vector(_ELEMENTS[number_format.bytes], lanes)
        self.bytes = number_format.bytes * lanes
        self._floats = vector(FLOAT, lanes)
        self._integers = vector(I32, lanes)
        self._scale = scale
        self._offset = offset
        self._halves = number_format.bytes == 2

    def load(self, b: Any, address: Value) -> Value:
        """Return a register as it is stored."""
        return load(b, self.kind, address, self.format.bytes)

    def store(self, b: Any, value: Value, address: Value) -> None:
        """Store a register that was loaded."""
        store(b, value, address, self.format.bytes)

    def read(self, b: Any, address: Value) -> Value:
        """Return a register of float32."""
        value = self.load(b, address)
        if self._halves:
            return bfloat16.widened(b, value)
        if not self.format.scaled:
            return value
        return self._moved(b, b.sitofp(b.zext(value, self._integers), self._floats))

    def write(self, b: Any, value: Value, address: Value) -> None:
        """Store a register of float32."""
        if self.format.scaled:
            value = larger(b, self._moved(b, value), splat(self._floats, 0.0))
            value = smaller(b, value, splat(self._floats, float(LEVELS)))
            value = b.trunc(b.fptosi(value, self._integers), self.kind)
        elif self._halves:
            by_instruction = self.format == BF16
            value = bfloat16.rounded_at_once(b, value) if by_instruction else bfloat16.rounded(b, value)
        self.store(b, value, address)

    def _moved(self, b: Any, value: Value) -> Value:
        fma = intrinsic(b.module, "llvm.fma", self._floats, 3)
        return b.call(fma, [value, self._scale, self._offset])

    def lowest(self) -> Value:
        """Return a register of the number below all others."""
        if self.format.scaled:
            return splat(self.kind, 0)
        return splat(self.kind, bfloat16.LOWEST if self._halves else float("-inf"))

    def larger(self, b: Any, first: Value, second: Value) -> Value:
        """Return the larger of each two numbers of registers as they are stored."""
        if self.format.scaled:
            return b.select(b.icmp_unsigned(">", first, second), first, second)
        return bfloat16.larger(b, first, second) if self._halves else larger(b, first, second)
