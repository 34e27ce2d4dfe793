"""The kernel of a convolution in which each channel has a filter of its own.

So few numbers are summed that it is done in float32, 16 channels of a pixel at once: reading takes longer.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from yolocam.model.engines.kernels.geometry import LANES, DepthwiseGeometry
from yolocam.model.engines.kernels.loops import (
    I64,
    POINTER,
    Value,
    at,
    intrinsic,
    load,
    number,
    repeat,
    store,
)
from yolocam.model.engines.kernels.product import RESULTS, SUMS
from yolocam.model.engines.kernels.register_activations import activated


def write_depthwise(module: Any, name: str, geometry: DepthwiseGeometry) -> None:
    """Add the kernel for a geometry to a module.

    Its arguments: the addresses of the first number under the filter at the first pixel, of float32 weights
    (blocks of 16 channels, size * size, 16), of float32 biases, and of the first result; the first row of
    results and the one after the last, counted through the whole batch; the first block and the one after
    the last.
    """
    kind = ir.FunctionType(ir.VoidType(), [POINTER] * 4 + [I64] * 4)
    _DepthwiseWriter(geometry, ir.Function(module, kind, name)).write()


class _DepthwiseWriter:
    """Writes the code of one kernel."""

    def __init__(self, geometry: DepthwiseGeometry, function: Any) -> None:
        self.g = geometry
        self.image, self.weights, self.biases, self.results, *self.limits = function.args
        self.b = ir.IRBuilder(function.append_basic_block())
        self._fma = intrinsic(function.module, "llvm.fma", SUMS, 3)

    def write(self) -> None:
        first_row, end_row, first_block, end_block = self.limits

        def row(index: Value, _: list[Value]) -> list[Value]:
            source, target = self._places(index)

            def block(number_: Value, _: list[Value]) -> list[Value]:
                return self._block(number_, source, target)

            return repeat(self.b, first_block, end_block, [], block)

        repeat(self.b, first_row, end_row, [], row)
        self.b.ret_void()

    def _places(self, index: Value) -> tuple[Value, Value]:
        """Where a row of results begins, and where what it is made of does."""
        g, b = self.g, self.b
        image, y = b.sdiv(index, number(g.out_height)), b.srem(index, number(g.out_height))
        down = b.mul(y, number(g.in_row * g.stride[0]))
        source = at(b, self.image, b.add(b.mul(image, number(g.in_image)), down))
        below = b.mul(y, number(g.out_row))
        return source, at(b, self.results, b.add(b.mul(image, number(g.out_image)), below))

    def _block(self, block: Value, source: Value, target: Value) -> list[Value]:
        """A row of results of 16 channels."""
        g, b = self.g, self.b
        taps = g.size * g.size
        weights = at(b, self.weights, b.mul(block, number(taps * 4 * LANES)))
        filters = [load(b, SUMS, at(b, weights, tap * 4 * LANES), 64) for tap in range(taps)]
        bias = load(b, SUMS, at(b, self.biases, b.mul(block, number(4 * LANES))), 4)
        channel = b.mul(block, number(2 * LANES))

        def pixel(x: Value, _: list[Value]) -> list[Value]:
            here = at(b, source, b.add(channel, b.mul(x, number(g.in_pixel * g.stride[1]))))
            total = bias
            for tap, weight in enumerate(filters):
                offset = tap // g.size * g.in_row + tap % g.size * g.in_pixel
                value = b.fpext(load(b, RESULTS, at(b, here, offset), 2), SUMS)
                total = b.call(self._fma, [value, weight, total])
            result = b.fptrunc(activated(b, total, g.activation, g.slope), RESULTS)
            store(b, result, at(b, target, b.add(channel, b.mul(x, number(g.out_pixel)))), 2)
            return []

        return repeat(b, 0, g.out_width, [], pixel)
