"""The kernel of a convolution in which each channel has a filter of its own."""

from __future__ import annotations

from typing import Any

from yolocam.model.engines.kernels.blocked.arguments import FLOAT_BYTES, KernelWriter
from yolocam.model.engines.kernels.blocked.specs import DepthwiseSpec
from yolocam.model.engines.kernels.loops import Value, at, intrinsic, load, number, repeat
from yolocam.model.engines.kernels.register_activations import activated

KEPT = 9
"""Weights that stay in registers; those of larger filters are read for each result."""


def write_depthwise(module: Any, name: str, spec: DepthwiseSpec) -> None:
    """Add the kernel to a module; its part is that of `KernelWriter.each_row`."""
    _Writer(module, name, spec).write()


class _Writer(KernelWriter):
    def __init__(self, module: Any, name: str, spec: DepthwiseSpec) -> None:
        super().__init__(module, name, spec)
        self.spec = spec
        self._fma = intrinsic(module, "llvm.fma", self.register, 3)
        self._slope = self.slope()

    def write(self) -> None:
        self.each_row([("image", "in"), ("results", "out")], self._row)

    def _row(self, block: Value, y: Value, source: Value, target: Value) -> None:
        b, spec = self.b, self.spec
        source = at(b, source, b.mul(y, b.mul(self["in_row"], number(spec.stride))))
        target = at(b, target, b.mul(y, self["out_row"]))
        rows = [at(b, source, step) for step in self.times(self["in_row"], spec.size)]
        taps = spec.size * spec.size
        weights = at(b, self.address("weights"), b.mul(block, number(taps * self.register_bytes)))
        bias = self._load(at(b, self.address("biases"), b.mul(block, number(self.register_bytes))))
        kept = [self._weight(weights, tap) for tap in range(taps)] if taps <= KEPT else None
        last = b.sub(self["width"], number(spec.pixels))
        tiles = b.sdiv(b.add(last, number(2 * spec.pixels - 1)), number(spec.pixels))

        def tile(index: Value, _: list[Value]) -> list[Value]:
            x = b.mul(index, number(spec.pixels))
            x = b.select(b.icmp_signed("<", x, last), x, last)  # the last tile computes some results again
            across = b.mul(x, number(self.block_bytes * spec.stride))
            sums = self._sums([at(b, row, across) for row in rows], weights, kept, bias)
            place = at(b, target, b.mul(x, number(self.results.bytes)))
            for n, value in enumerate(sums):
                value = activated(b, value, spec.activation, self._slope)
                self.results.write(b, value, at(b, place, n * self.results.bytes))
            return []

        repeat(b, number(0), tiles, [], tile)

    def _sums(self, rows: list[Value], weights: Value, kept: list[Value] | None, bias: Value) -> list[Value]:
        spec = self.spec
        sums = [bias] * spec.pixels
        for down, row in enumerate(rows):
            for column in range((spec.pixels - 1) * spec.stride + spec.size):
                value = self.stored.read(self.b, at(self.b, row, column * self.block_bytes))
                for n in range(spec.pixels):
                    across = column - n * spec.stride
                    if 0 <= across < spec.size:
                        tap = down * spec.size + across
                        weight = kept[tap] if kept else self._weight(weights, tap)
                        sums[n] = self.b.call(self._fma, [value, weight, sums[n]])
        return sums

    def _weight(self, weights: Value, tap: int) -> Value:
        return self._load(at(self.b, weights, tap * self.register_bytes))

    def _load(self, address: Value) -> Value:
        return load(self.b, self.register, address, FLOAT_BYTES)
