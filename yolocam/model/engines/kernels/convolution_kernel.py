"""The kernel of a float16 convolution.

The image lies in memory as (B, H, W, C), with a border of zeros around it. So the numbers under one row of
the filter are one run in memory, and a convolution is a sum of one product for each row of the filter. The
kernel computes a tile at once: some pixels of a row times 16 or 32 filters.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from yolocam.model.engines.kernels.geometry import LANES, Geometry, Places
from yolocam.model.engines.kernels.loops import (
    I64,
    POINTER,
    Value,
    at,
    larger,
    load,
    number,
    repeat,
    store,
)
from yolocam.model.engines.kernels.product import RESULTS, SUMS, Product
from yolocam.model.engines.kernels.register_activations import activated


def write_convolution(module: Any, name: str, geometry: Geometry) -> None:
    """Add the kernel for a geometry to a module.

    Its arguments: the addresses of the first number under the filter at the first pixel, of packed
    weights (on a multiple of 64), of float32 gains, of float32 biases, and of the first result; the first
    row of results and the one after the last, counted through the whole batch; the first block of
    filters and the one after the last.
    """
    kind = ir.FunctionType(ir.VoidType(), [POINTER] * 5 + [I64] * 4)
    _ConvolutionWriter(geometry, ir.Function(module, kind, name)).write()


class _ConvolutionWriter:
    """Writes the code of one kernel."""

    def __init__(self, geometry: Geometry, function: Any) -> None:
        self.g = g = geometry
        self.image, self.weights, self.gains, self.biases, self.results, *self.limits = function.args
        self.b = ir.IRBuilder(function.append_basic_block())
        high, wide = g.tile
        offsets = [
            row * g.in_row * g.stride[0] + column * 2 * g.channels * g.stride[1]
            for row in range(high)
            for column in range(wide)
        ]
        self.product = Product(self.b, g.extent, offsets, g.registers)

    def write(self) -> None:
        first_row, end_row, first_block, end_block = self.limits
        repeat(self.b, first_block, end_block, [], lambda block, _: self._block(block, first_row, end_row))
        self.b.ret_void()

    def _block(self, block: Value, first_row: Value, end_row: Value) -> list[Value]:
        """All results of some filters."""
        g, b = self.g, self.b
        size = 64 * g.registers
        # The block's own weights, gains, biases and results: everything below is relative to these.
        weights = at(b, self.weights, b.mul(block, number(g.rows * g.extent.pairs * size)))
        scales = [at(b, base, b.mul(block, number(size))) for base in (self.gains, self.biases)]
        results = at(b, self.results, b.mul(block, number(2 * LANES * g.registers)))

        def row(index: Value, _: list[Value]) -> list[Value]:
            return self._row(index, weights, scales, results)

        return repeat(b, first_row, end_row, [], row)

    def _row(self, index: Value, weights: Value, scales: list[Value], results: Value) -> list[Value]:
        g, b = self.g, self.b
        # Rows are counted through the whole batch, so that any range of them can be one thread's work.
        image, y = b.sdiv(index, number(g.out_height)), b.srem(index, number(g.out_height))
        factor = 2 if g.pool else 1
        down = number(g.in_row * g.stride[0] * factor)
        source = at(b, self.image, b.add(b.mul(image, number(g.in_image)), b.mul(y, down)))
        target = at(b, results, b.add(b.mul(image, number(g.out_image)), b.mul(y, number(g.out_row))))
        columns = g.tile[1] // factor

        def tile(column: Value, _: list[Value]) -> list[Value]:
            x = b.mul(column, number(columns))
            last = number(g.out_width - columns)  # the last tile may compute some results again
            x = b.select(b.icmp_signed("<", x, last), x, last)
            across = number(2 * g.channels * g.stride[1] * factor)
            sums = self.product.emit(at(b, source, b.mul(x, across)), weights)
            self._finish(sums, scales, at(b, target, b.mul(x, number(g.out_pixel))))
            return []

        return repeat(b, 0, -(-g.out_width // columns), [], tile)

    def _finish(self, sums: list[list[Value]], scales: list[Value], target: Value) -> None:
        g, b = self.g, self.b
        if g.pool:  # before the rest: it keeps the order of numbers
            sums = self._pooled(sums)
        for n in range(g.registers):
            gain, bias = (load(b, SUMS, at(b, base, 64 * n), 4) for base in scales)
            for x, row in enumerate(sums):
                result = finished(b, row[n], gain, bias, g)
                store(b, result, at(b, target, x * g.out_pixel + 2 * LANES * n), 2)

    def _pooled(self, sums: list[list[Value]]) -> list[list[Value]]:
        """The largest of each 2 x 2 pixels."""
        b, wide = self.b, self.g.tile[1]
        rows = [
            [larger(b, above, below) for above, below in zip(sums[x], sums[wide + x], strict=True)]
            for x in range(wide)
        ]
        return [
            [larger(b, left, right) for left, right in zip(rows[x], rows[x + 1], strict=True)]
            for x in range(0, wide, 2)
        ]


def finished(b: Any, sums: Value, gain: Value, bias: Value, geometry: Places) -> Value:
    """Results in float16: the sums in their own range, with bias and activation."""
    value = b.fadd(b.fmul(sums, gain), bias)
    return b.fptrunc(activated(b, value, geometry.activation, geometry.slope), RESULTS)
