"""The kernel of a 3 x 3 convolution by Winograd's tiles; see blocked.tile_matrices for the method.

It needs four ninths of the multiplications. With tiles of 2 x 2 results the transforms only add and
subtract, so float16 loses no more than in a plain sum. The kernel works in three steps:

1. It transforms a group of rows of tiles, as many as the second-level cache holds.
2. It takes 16 or 32 filters at a time and multiplies each of the 16 positions in the tiles.
3. It transforms these products back while they are still in the first-level cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llvmlite import ir

from yolocam.model.engines.kernels.convolution_kernel import finished
from yolocam.model.engines.kernels.geometry import LANES, POSITIONS, TILE, Extent, TiledGeometry
from yolocam.model.engines.kernels.loops import (
    HALF,
    I64,
    POINTER,
    Value,
    at,
    larger,
    load,
    number,
    repeat,
    store,
    vector,
)
from yolocam.model.engines.kernels.product import RESULTS, SUMS, Product


def write_tiles(module: Any, name: str, geometry: TiledGeometry) -> None:
    """Add the kernel for a geometry to a module.

    Its arguments: the addresses of the first number of the image with its border, of packed weights (with
    the 16 positions in place of the rows of a filter), of gains, of biases, of the first result, and of
    the two pieces of `scratch`; the first row of tiles and the one after the last, counted through the
    whole batch; the first block of filters and the one after the last.
    """
    kind = ir.FunctionType(ir.VoidType(), [POINTER] * 7 + [I64] * 4)
    _WinogradWriter(geometry, ir.Function(module, kind, name)).write()


class _WinogradWriter:
    """Writes the code of one kernel."""

    def __init__(self, geometry: TiledGeometry, function: Any) -> None:
        self.g = g = geometry
        self.image, self.weights, self.gains, self.biases, self.results, *others = function.args
        self.moved, self.products, *self.limits = others
        self.b = ir.IRBuilder(function.append_basic_block())
        offsets = [2 * g.channels * tile for tile in range(g.share)]
        self.product = Product(self.b, Extent(1, g.channels // 2, 0), offsets, g.registers)

    def write(self) -> None:
        g, b = self.g, self.b
        first_row, end_row, first_block, end_block = self.limits
        groups = b.sdiv(b.add(b.sub(end_row, first_row), number(g.group - 1)), number(g.group))

        # The last group may be shorter: its end is cut at the last row of tiles.
        def group(index: Value, _: list[Value]) -> list[Value]:
            begin = b.add(first_row, b.mul(index, number(g.group)))
            end = b.add(begin, number(g.group))
            end = b.select(b.icmp_signed("<", end, end_row), end, end_row)
            self._each_tile(begin, end, self._transform)
            shares = b.mul(b.sub(end, begin), number(g.columns))
            shares = b.sdiv(b.add(shares, number(g.share - 1)), number(g.share))

            def block(index: Value, _: list[Value]) -> list[Value]:
                self._multiply(index, shares)
                self._each_tile(begin, end, lambda *place: self._bring_together(index, *place))
                return []

            repeat(b, first_block, end_block, [], block)
            return []

        repeat(b, 0, groups, [], group)
        b.ret_void()

    def _each_tile(self, begin: Value, end: Value, body: Any) -> None:
        """Emit `body` for each tile of some rows: its number among them, its image, row and column."""
        g, b = self.g, self.b

        def row(index: Value, _: list[Value]) -> list[Value]:
            image, y = b.sdiv(index, number(g.rows)), b.srem(index, number(g.rows))
            before = b.mul(b.sub(index, begin), number(g.columns))

            def tile(x: Value, _: list[Value]) -> list[Value]:
                body(b.add(before, x), image, y, x)
                return []

            return repeat(b, 0, g.columns, [], tile)

        repeat(b, begin, end, [], row)

    def _transform(self, tile: Value, image: Value, y: Value, x: Value) -> None:
        """B^T d B for all channels of a tile."""
        g, b = self.g, self.b
        lanes = 32 if g.channels % 32 == 0 else 16
        kind = vector(HALF, lanes)
        across = b.mul(x, number(TILE * 2 * g.channels))
        source = at(b, self.image, b.add(b.mul(image, number(g.in_image)), across))
        source = at(b, source, b.mul(y, number(TILE * g.in_row)))
        target = at(b, self.moved, b.mul(tile, number(2 * g.channels)))

        def part(index: Value, _: list[Value]) -> list[Value]:
            offset = b.mul(index, number(2 * lanes))
            here, there = at(b, source, offset), at(b, target, offset)
            numbers = [
                [
                    load(b, kind, at(b, here, row * g.in_row + column * 2 * g.channels), 2)
                    for column in range(4)
                ]
                for row in range(4)
            ]
            # B^T d B is B^T applied to the columns, then to the rows of what that gives.
            down = _transposed([self._differences(column) for column in _transposed(numbers)])
            for position, value in enumerate(v for row in down for v in self._differences(row)):
                store(b, value, at(b, there, position * g.room * 2 * g.channels), 32)
            return []

        repeat(b, 0, g.channels // lanes, [], part)

    def _differences(self, d: Sequence[Value]) -> list[Value]:
        """B^T in one dimension, for the points 0, 1, -1 and infinity."""
        b = self.b
        return [b.fsub(d[2], d[0]), b.fadd(d[1], d[2]), b.fsub(d[2], d[1]), b.fsub(d[3], d[1])]

    def _sums(self, m: Sequence[Value]) -> list[Value]:
        """A^T in one dimension."""
        b = self.b
        return [b.fadd(b.fadd(m[0], m[1]), m[2]), b.fadd(b.fsub(m[1], m[2]), m[3])]

    def _multiply(self, block: Value, shares: Value) -> None:
        """The products of a block of filters, for each position."""
        g, b = self.g, self.b
        width = 2 * LANES * g.registers  # bytes of one tile's products
        size = g.channels // 2 * 64 * g.registers  # bytes of the weights of one position

        def position(index: Value, _: list[Value]) -> list[Value]:
            weights = b.mul(b.add(b.mul(block, number(POSITIONS)), index), number(size))
            weights = at(b, self.weights, weights)
            source = at(b, self.moved, b.mul(index, number(g.room * 2 * g.channels)))
            target = at(b, self.products, b.mul(index, number(g.room * width)))

            def share(number_: Value, _: list[Value]) -> list[Value]:
                first = b.mul(number_, number(g.share))
                here = at(b, target, b.mul(first, number(width)))
                sums = self.product.emit(at(b, source, b.mul(first, number(2 * g.channels))), weights)
                for tile, row in enumerate(sums):
                    for n, value in enumerate(row):
                        result = b.fptrunc(value, RESULTS)
                        store(b, result, at(b, here, tile * width + 2 * LANES * n), 32)
                return []

            return repeat(b, 0, shares, [], share)

        repeat(b, 0, POSITIONS, [], position)

    def _bring_together(self, block: Value, tile: Value, image: Value, y: Value, x: Value) -> None:
        """A^T m A for the filters of a block at one tile, finished and stored."""
        g, b = self.g, self.b
        width = 2 * LANES * g.registers
        source = at(b, self.products, b.mul(tile, number(width)))
        step = 1 if g.pool else TILE  # results of a tile in each direction
        place = b.add(b.mul(image, number(g.out_image)), b.mul(y, number(step * g.out_row)))
        place = b.add(place, b.mul(x, number(step * g.out_pixel)))
        target = at(b, self.results, b.add(place, b.mul(block, number(width))))
        scales = b.mul(block, number(4 * LANES * g.registers))
        results = []
        for n in range(g.registers):
            gain, bias = (
                load(b, SUMS, at(b, at(b, base, scales), 64 * n), 4) for base in (self.gains, self.biases)
            )
            values = self._values(at(b, source, 2 * LANES * n))
            if g.pool:  # a tile is exactly one window of the pool
                values = [[larger(b, larger(b, *values[0]), larger(b, *values[1]))]]
            results.append([[finished(b, v, gain, bias, g) for v in row] for row in values])
        self._store(results, target, y, x)

    def _values(self, source: Value) -> list[list[Value]]:
        """The 2 x 2 sums of 16 filters."""
        g, b = self.g, self.b
        step = g.room * 2 * LANES * g.registers
        flat = [b.fpext(load(b, RESULTS, at(b, source, n * step), 32), SUMS) for n in range(POSITIONS)]
        down = [self._sums(flat[column::4]) for column in range(4)]
        return [self._sums([column[row] for column in down]) for row in range(TILE)]

    def _store(self, results: list[list[list[Value]]], target: Value, y: Value, x: Value) -> None:
        """Store all but what lies beyond the image, where its sides are odd."""
        g, b = self.g, self.b
        inside_y = b.icmp_signed("<", b.mul(y, number(TILE)), number(g.height - 1))
        inside_x = b.icmp_signed("<", b.mul(x, number(TILE)), number(g.width - 1))
        always = ir.Constant(ir.IntType(1), 1)
        for row in range(len(results[0])):
            for column in range(len(results[0][0])):
                wanted_y = inside_y if row and g.height % TILE else always
                wanted_x = inside_x if column and g.width % TILE else always
                with b.if_then(b.and_(wanted_y, wanted_x)):
                    for n, of_filters in enumerate(results):
                        offset = row * g.out_row + column * g.out_pixel + 2 * LANES * n
                        store(b, of_filters[row][column], at(b, target, offset), 2)


def _transposed(rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    return [list(column) for column in zip(*rows, strict=True)]
