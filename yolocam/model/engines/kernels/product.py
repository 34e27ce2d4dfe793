"""The inner loop of all kernels: some pixels times the weights of 16 or 32 filters, summed in registers.

A register holds two weights for each of 16 filters: those of two neighbouring numbers of a pixel. The kernel
reads the numbers in pairs straight from the image and copies each pair over a whole register. One
multiplication of 32 float16 then does one pair of one pixel for 16 filters.

A long sum in float16 loses small addends. So after at most MOST_PAIRS it is added to a sum in float32.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from yolocam.model.engines.kernels.geometry import LANES, Extent
from yolocam.model.engines.kernels.loops import (
    FLOAT,
    HALF,
    I16,
    I32,
    Value,
    at,
    intrinsic,
    load,
    number,
    repeat,
    splat,
    vector,
)

HALVES, PAIRS = vector(HALF, 2 * LANES), vector(I32, LANES)
RESULTS, SUMS = vector(HALF, LANES), vector(FLOAT, LANES)


class Product:
    """Emits the product for pixels whose first numbers lie at `offsets` (bytes) from a common address.

    To be made where the function begins, for it reserves memory there.
    """

    def __init__(self, b: Any, extent: Extent, offsets: list[int], registers: int) -> None:
        self._b = b
        self._extent = extent
        self._offsets = offsets
        self._registers = registers
        self._fma = intrinsic(b.module, "llvm.fma", HALVES, 3)
        count = 0 if extent.at_once else len(offsets) * registers
        self._slots = [b.alloca(SUMS) for _ in range(count)]
        for slot in self._slots:
            slot.align = 64

    def emit(self, source: Value, weights: Value) -> list[list[Value]]:
        """Sums, 16 float32 for each register of each pixel."""
        b, extent = self._b, self._extent
        if extent.at_once:
            return self._by_pixel([self._widen(sum_) for sum_ in self._sum(source, weights, extent)])
        # A long sum: add it up part by part, in float32, in memory that stays in the first-level cache.
        for slot in self._slots:
            b.store(splat(SUMS, 0.0), slot, align=64)
        part = Extent(1, extent.pairs // extent.chunks, 0)

        def add_part(index: Value, _: list[Value]) -> list[Value]:
            row, chunk = b.sdiv(index, number(extent.chunks)), b.srem(index, number(extent.chunks))
            begin = b.add(b.mul(row, number(extent.step)), b.mul(chunk, number(4 * part.pairs)))
            used = at(b, weights, b.mul(index, number(64 * part.pairs * self._registers)))
            for slot, half in zip(self._slots, self._sum(at(b, source, begin), used, part), strict=True):
                b.store(b.fadd(b.load(slot, align=64), self._widen(half)), slot, align=64)
            return []

        repeat(b, 0, extent.rows * extent.chunks, [], add_part)
        return self._by_pixel([b.load(slot, align=64) for slot in self._slots])

    def _by_pixel(self, flat: list[Value]) -> list[list[Value]]:
        return [flat[i : i + self._registers] for i in range(0, len(flat), self._registers)]

    def _sum(self, source: Value, weights: Value, extent: Extent) -> list[Value]:
        """One sum in float16, with even and odd numbers apart."""
        b, size = self._b, 64 * self._registers

        def row(index: Value, sums: list[Value]) -> list[Value]:
            begin = at(b, source, b.mul(index, number(extent.step)))
            used = at(b, weights, b.mul(index, number(size * extent.pairs)))

            def pair(n: Value, sums: list[Value]) -> list[Value]:
                here, there = at(b, begin, b.mul(n, number(4))), at(b, used, b.mul(n, number(size)))
                return self._multiply(here, there, sums)

            return repeat(b, 0, extent.pairs, sums, pair)

        zeros = [splat(HALVES, 0.0)] * (len(self._offsets) * self._registers)
        return repeat(b, 0, extent.rows, zeros, row)

    def _multiply(self, source: Value, weights: Value, sums: list[Value]) -> list[Value]:
        b = self._b
        used = [load(b, HALVES, at(b, weights, 64 * n), 64) for n in range(self._registers)]
        nothing, everywhere = ir.Constant(PAIRS, ir.Undefined), ir.Constant(PAIRS, [0] * LANES)
        out: list[Value] = []
        for offset in self._offsets:
            # Both float16 numbers as one int32, copied into every lane.
            pair = load(b, I32, at(b, source, offset), 2)
            one = b.insert_element(nothing, pair, ir.Constant(I32, 0))
            spread = b.bitcast(b.shuffle_vector(one, nothing, everywhere), HALVES)
            first = len(out)
            out.extend(b.call(self._fma, [spread, weight, sums[first + n]]) for n, weight in enumerate(used))
        return out

    def _widen(self, sums: Value) -> Value:
        """Even and odd added, in float32."""
        b = self._b
        # Each 32-bit lane holds an even and an odd sum: shift the odd one down, add, keep the low half.
        odd = b.bitcast(b.lshr(b.bitcast(sums, PAIRS), ir.Constant(PAIRS, [16] * LANES)), HALVES)
        both = b.trunc(b.bitcast(b.fadd(sums, odd), PAIRS), vector(I16, LANES))
        return b.fpext(b.bitcast(both, RESULTS), SUMS)
