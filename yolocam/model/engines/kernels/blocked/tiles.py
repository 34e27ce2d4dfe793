"""The kernels before and behind the products of Winograd's convolution; see `tile_matrices` for the method.

The products are those of `convolution`, with tiles in the place of pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import product
from typing import Any

from yolocam.model.engines.kernels.blocked.arguments import FLOAT_BYTES, KernelWriter
from yolocam.model.engines.kernels.blocked.numbers.number_format import INT32, WORDS
from yolocam.model.engines.kernels.blocked.specs import InverseSpec, TransformSpec
from yolocam.model.engines.kernels.blocked.tile_matrices import TileMatrices
from yolocam.model.engines.kernels.loops import (
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
from yolocam.model.engines.kernels.register_activations import activated

Line = Sequence[Value]


def write_transform(module: Any, name: str, spec: TransformSpec) -> None:
    """Add the kernel to a module; its part is that of `KernelWriter.each_row`, in rows of tiles."""
    _TransformWriter(module, name, spec).write()


def write_inverse(module: Any, name: str, spec: InverseSpec) -> None:
    """Add the kernel to a module; its part is that of `KernelWriter.each_row`, in rows of tiles."""
    _InverseWriter(module, name, spec).write()


class _TileWriter(KernelWriter):
    """Base: sums of registers by the rows of a matrix.

    Where the image is `whole` numbers, its transform is too.
    """

    def __init__(self, module: Any, name: str, spec: TransformSpec | InverseSpec) -> None:
        super().__init__(module, name, spec)
        self.size = spec.tile + 2
        self.whole = spec.result in WORDS.values()
        self.matrices = TileMatrices.of(spec.tile, whole=self.whole or spec.format == INT32)
        self._words = vector(I16, spec.lanes)
        self._fma = intrinsic(module, "llvm.fma", self.register, 3)

    def combined(self, factors: Sequence[float], values: Line) -> Value:
        """The sum of values times factors, of which not all are zero."""
        b = self.b
        # Those without a product come first: what follows is added by the multiplication itself.
        terms = sorted(
            ((f, v) for f, v in zip(factors, values, strict=True) if f), key=lambda term: abs(term[0]) != 1
        )
        (first, total), *others = terms
        if self.whole:
            return self._combined_whole([(round(f), v) for f, v in terms])
        if first != 1:
            total = b.fmul(total, splat(self.register, first)) if first != -1 else b.fneg(total)
        for factor, value in others:
            if factor in (1, -1):
                total = b.fadd(total, value) if factor == 1 else b.fsub(total, value)
            else:
                total = b.call(self._fma, [value, splat(self.register, factor), total])
        return total

    def _combined_whole(self, terms: Sequence[tuple[int, Value]]) -> Value:
        b = self.b
        products = [value if f == 1 else b.mul(value, splat(self._words, f)) for f, value in terms]
        return reduce(b.add, products)

    def both_ways(self, tile: Sequence[Line], once: Callable[[Line], list[Value]]) -> list[list[Value]]:
        """A transform of all columns of a tile, then of all rows of what that gives."""
        columns = [once([row[n] for row in tile]) for n in range(len(tile[0]))]
        return [once([column[n] for column in columns]) for n in range(len(columns[0]))]


class _TransformWriter(_TileWriter):
    def write(self) -> None:
        self.each_row([("image", "in"), ("results", "out")], self._row)

    def _row(self, _: Value, y: Value, source: Value, target: Value) -> None:
        b, tile = self.b, self.size - 2
        source = at(b, source, b.mul(y, b.mul(self["in_row"], number(tile))))
        rows = [at(b, source, step) for step in self.times(self["in_row"], self.size)]
        target = at(b, target, b.mul(y, self["out_row"]))
        steps = self.times(self["position"], self.size**2)

        def one(x: Value, _: list[Value]) -> list[Value]:
            here = [at(b, row, b.mul(x, number(tile * self.block_bytes))) for row in rows]
            there = at(b, target, b.mul(x, number(self.results.bytes)))
            values = [
                [self._image(at(b, row, n * self.block_bytes)) for n in range(self.size)] for row in here
            ]
            moved = self.both_ways(values, self._once)
            for (row, column), step in zip(product(range(self.size), repeat=2), steps, strict=True):
                self._write(moved[row][column], at(b, there, step))
            return []

        repeat(b, number(0), self["width"], [], one)

    def _image(self, address: Value) -> Value:
        b = self.b
        return (
            b.zext(self.stored.load(b, address), self._words) if self.whole else self.stored.read(b, address)
        )

    def _write(self, value: Value, address: Value) -> None:
        write = self.results.store if self.whole else self.results.write
        write(self.b, value, address)

    def _once(self, line: Line) -> list[Value]:
        """B^T in one dimension: the rows of p and -p differ only in the signs of every other number."""
        b, image = self.b, self.matrices.image
        out = [self.combined(image[0], line)]
        for n in range(1, self.size - 1, 2):
            half = (image[n] + image[n + 1]) / 2
            even, odd = self.combined(half, line), self.combined(image[n] - half, line)
            both = (b.add, b.sub) if self.whole else (b.fadd, b.fsub)
            out.extend(join(even, odd) for join in both)
        return [*out, self.combined(image[-1], line)]


class _InverseWriter(_TileWriter):
    def __init__(self, module: Any, name: str, spec: InverseSpec) -> None:
        super().__init__(module, name, spec)
        self.spec = spec
        self._slope = self.slope()

    def write(self) -> None:
        places = [("image", "in"), ("results", "out"), *([("added", "add")] if self.spec.adds else [])]
        self.each_row(places, self._row)

    def _row(self, block: Value, y: Value, source: Value, *targets: Value) -> None:
        b, tile = self.b, self.spec.tile
        bias = at(b, self.address("biases"), b.mul(block, number(self.register_bytes)))
        bias = load(b, self.register, bias, FLOAT_BYTES)
        size = self.size**2 * self.register_bytes
        gains = (
            at(b, self.address("gains"), b.mul(block, number(size))) if self.spec.format == INT32 else None
        )
        source = at(b, source, b.mul(y, self["in_row"]))
        names = ["out", "add"][: len(targets)]
        starts = [
            at(b, target, b.mul(y, b.mul(self[f"{name}_row"], number(tile))))
            for target, name in zip(targets, names, strict=True)
        ]
        steps = self.times(self["position"], self.size**2)
        below = b.sub(self["out_height"], b.mul(y, number(tile)))  # rows that are left from here on

        def one(x: Value, _: list[Value]) -> list[Value]:
            here = at(b, source, b.mul(x, number(self.block_bytes)))
            flat = [self._product(at(b, here, step), gains, n) for n, step in enumerate(steps)]
            values = self.both_ways(
                [flat[n : n + self.size] for n in range(0, len(flat), self.size)], self._once
            )
            first = b.mul(x, number(tile))
            beside = b.sub(self["out_width"], first)
            places = [
                at(b, start, b.mul(first, self[f"{name}_pixel"]))
                for start, name in zip(starts, names, strict=True)
            ]
            whole = b.and_(
                b.icmp_signed(">=", below, number(tile)), b.icmp_signed(">=", beside, number(tile))
            )
            done = [
                [activated(b, b.fadd(v, bias), self.spec.activation, self._slope) for v in row]
                for row in values
            ]
            with b.if_else(whole) as (inside, at_the_edge):
                with inside:
                    for row, column in product(range(tile), repeat=2):
                        self._store(done[row][column], places, row, column)
                with at_the_edge:
                    for row, column in product(range(tile), repeat=2):
                        wanted = b.and_(
                            b.icmp_signed(">", below, number(row)), b.icmp_signed(">", beside, number(column))
                        )
                        with b.if_then(wanted):
                            self._store(done[row][column], places, row, column)
            return []

        repeat(b, number(0), self["width"], [], one)

    def _product(self, address: Value, gains: Value | None, position: int) -> Value:
        """The products at a position, as float32."""
        b = self.b
        if gains is None:
            return self.stored.read(b, address)
        value = load(b, vector(I32, self.spec.lanes), address, FLOAT_BYTES)
        gain = load(b, self.register, at(b, gains, position * self.register_bytes), FLOAT_BYTES)
        return b.fmul(b.sitofp(value, self.register), gain)

    def _store(self, value: Value, places: Sequence[Value], row: int, column: int) -> None:
        b = self.b

        def moved(place: Value, name: str) -> Value:
            down = b.mul(self[f"{name}_row"], number(row))
            return at(b, place, b.add(down, b.mul(self[f"{name}_pixel"], number(column))))

        target, *added = (moved(*pair) for pair in zip(places, ("out", "add"), strict=False))
        for place in added:
            value = b.fadd(value, self.added.read(b, place))
        self.results.write(b, value, target)

    def _once(self, line: Line) -> list[Value]:
        """A^T in one dimension: p and -p share their powers but for the signs of the odd ones."""
        b, result = self.b, self.matrices.result
        sums = [b.fadd(line[n], line[n + 1]) for n in range(1, self.size - 1, 2)]
        differences = [b.fsub(line[n], line[n + 1]) for n in range(1, self.size - 1, 2)]
        out = []
        for power, row in enumerate(result):
            pairs = differences if power % 2 else sums
            out.append(self.combined([row[0], *row[1:-1:2], row[-1]], [line[0], *pairs, line[-1]]))
        return out
