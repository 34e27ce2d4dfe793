"""Registers of numbers as they are stored: read as float32, and written from float32."""

from __future__ import annotations

from typing import Any

from yolocam.model.engines.kernels.blocked.numbers import bfloat16
from yolocam.model.engines.kernels.blocked.numbers.number_format import BF16, NumberFormat
from yolocam.model.engines.kernels.loops import FLOAT, I8, I16, Value, larger, load, splat, store, vector

_ELEMENTS = {4: FLOAT, 2: I16, 1: I8}
"""Bytes of a stored number -> its type in LLVM."""


class StoredNumbers:
    """Registers of `lanes` numbers in one format; `bytes` of each in memory."""

    def __init__(self, number_format: NumberFormat, lanes: int) -> None:
        self.format = number_format
        self.kind = vector(_ELEMENTS[number_format.bytes], lanes)
        self.bytes = number_format.bytes * lanes
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
        return bfloat16.widened(b, value) if self._halves else value

    def write(self, b: Any, value: Value, address: Value) -> None:
        """Store a register of float32."""
        if self._halves:
            by_instruction = self.format == BF16
            value = bfloat16.rounded_at_once(b, value) if by_instruction else bfloat16.rounded(b, value)
        self.store(b, value, address)

    def lowest(self) -> Value:
        """Return a register of the number below all others."""
        return splat(self.kind, bfloat16.LOWEST if self._halves else float("-inf"))

    def larger(self, b: Any, first: Value, second: Value) -> Value:
        """Return the larger of each two numbers of registers as they are stored."""
        return bfloat16.larger(b, first, second) if self._halves else larger(b, first, second)
