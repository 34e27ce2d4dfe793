"""The multiplication of whole numbers by weights: four bytes at a time, or two of 16 bits."""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from yolocam.model.engines.kernels.blocked.numbers.multiplication import Multiplication
from yolocam.model.engines.kernels.blocked.numbers.number_format import (
    INT8,
    INT8_PAIRS,
    INT8_PORTABLE,
    INT16,
    INT16_PORTABLE,
    INT16_VNNI,
    NumberFormat,
)
from yolocam.model.engines.kernels.loops import I8, I16, I32, Value, load, spread, vector


class _ByteMultiplication(Multiplication):
    """Base: 4 bytes of a pixel by 4 of weights; subclasses say what they hold, and add the products."""

    def __init__(self, module: Any, lanes: int) -> None:
        super().__init__(module, lanes)
        self.module = module
        self.lanes = lanes
        self.sums = self.weights = vector(I32, lanes)
        self.bytes = vector(I8, 4 * lanes)

    def pixel(self, b: Any, address: Value) -> Value:
        return spread(b, load(b, I32, address, 1), self.weights)

    def in_order(self, b: Any, sums: Value) -> Value:
        """Return sums that LLVM does not put together in another order: that would take more registers."""
        return b.asm(ir.FunctionType(self.sums, [self.sums]), "", "=v,0", [sums], side_effect=False)

    def named(self, name: str, result: Any, *arguments: Any) -> Value:
        """Return a function of the processor's own."""
        found = self.module.globals.get(name)
        return found or ir.Function(self.module, ir.FunctionType(result, list(arguments)), name)


class _ByVnni(_ByteMultiplication):
    """VPDPBUSD: four products and the sum so far are added in one instruction, in 32 bits."""

    INSTRUCTION = "vpdpbusd"

    def add(self, b: Any, pixel: Value, weights: Value, sums: Value) -> Value:
        name = f"llvm.x86.avx512.{self.INSTRUCTION}.{32 * self.lanes}"
        return b.call(self.named(name, self.sums, *[self.sums] * 3), [sums, pixel, weights])


class _ByPairs(_ByteMultiplication):
    """VPMADDUBSW adds two products in 16 bits, VPMADDWD by ones two of these in 32."""

    def add(self, b: Any, pixel: Value, weights: Value, sums: Value) -> Value:
        pairs = vector(I16, 2 * self.lanes)
        names = {
            8: ("avx2.pmadd.ub.sw", "avx2.pmadd.wd"),
            16: ("avx512.pmaddubs.w.512", "avx512.pmaddw.d.512"),
        }
        first, second = (f"llvm.x86.{name}" for name in names[self.lanes])
        both = [b.bitcast(value, self.bytes) for value in (pixel, weights)]
        twos = b.call(self.named(first, pairs, self.bytes, self.bytes), both)
        fours = b.call(
            self.named(second, self.sums, pairs, pairs), [twos, ir.Constant(pairs, [1] * pairs.count)]
        )
        return self.in_order(b, b.add(sums, fours))


class _Portable(_ByteMultiplication):
    """What VPDPBUSD does, by instructions that every processor has."""

    def add(self, b: Any, pixel: Value, weights: Value, sums: Value) -> Value:
        shift = ir.Constant(self.sums, [24] * self.lanes)
        for byte in range(4):
            left = ir.Constant(self.sums, [24 - 8 * byte] * self.lanes)
            first = b.lshr(b.shl(pixel, left), shift)
            second = b.ashr(b.shl(weights, left), shift)
            sums = b.add(sums, b.mul(first, second))
        return sums


class _WordsByVnni(_ByVnni):
    """VPDPWSSDS: the same for two products of 16 bits. No sum is so large that it would saturate.

    LLVM would take VPDPWSSD apart, into a multiplication and an addition.
    """

    INSTRUCTION = "vpdpwssds"


class _Words(_ByteMultiplication):
    """VPMADDWD adds two products of 16 bits in 32."""

    def add(self, b: Any, pixel: Value, weights: Value, sums: Value) -> Value:
        pairs = vector(I16, 2 * self.lanes)
        name = {8: "llvm.x86.avx2.pmadd.wd", 16: "llvm.x86.avx512.pmaddw.d.512"}[self.lanes]
        both = [b.bitcast(value, pairs) for value in (pixel, weights)]
        return self.in_order(b, b.add(sums, b.call(self.named(name, self.sums, pairs, pairs), both)))


class _PortableWords(_ByteMultiplication):
    """The same by instructions that every processor has."""

    def add(self, b: Any, pixel: Value, weights: Value, sums: Value) -> Value:
        half = ir.Constant(self.sums, [16] * self.lanes)
        lower = [b.ashr(b.shl(value, half), half) for value in (pixel, weights)]
        upper = [b.ashr(value, half) for value in (pixel, weights)]
        return b.add(b.add(sums, b.mul(*lower)), b.mul(*upper))


BYTE_MULTIPLICATIONS: dict[NumberFormat, type[Multiplication]] = {
    INT8: _ByVnni,
    INT8_PAIRS: _ByPairs,
    INT8_PORTABLE: _Portable,
    INT16: _Words,
    INT16_VNNI: _WordsByVnni,
    INT16_PORTABLE: _PortableWords,
}
"""How each format of whole numbers is multiplied."""
