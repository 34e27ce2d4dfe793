"""A convolution in float16 arithmetic: weights that lie as the kernel reads them, and the kernel.

The picture lies in memory as (B, H, W, C), with a border of zeros around it, so that for each row of
the filter the numbers under it are one run in memory: a convolution is the sum of as many matrix
products as the filter has rows. The kernel computes a tile of some pixels in a row times 16 or 32
filters at once, all in registers. A register holds 16 filters times two neighbours in that run; the
pixels' pairs are read straight from the picture and spread over a register each.

Sums of float16 lose what is small beside them, so none gets longer than MOST_PAIRS before it is added to
a sum in float32.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from llvmlite import ir
from numpy.typing import NDArray

from yolocam.model.kernels.loops import (
    FLOAT,
    HALF,
    I16,
    I32,
    I64,
    POINTER,
    Value,
    at,
    larger,
    load,
    number,
    repeat,
    splat,
    store,
    vector,
)
from yolocam.model.kernels.machine import MachineCode, new_module

LANES = 16
"""Filters in a register, each with two numbers."""

ACCUMULATORS = 28
"""Registers that hold sums, of 32: two more hold weights, one a pixel's pair."""

MOST_PAIRS = 144

HALVES, PAIRS = vector(HALF, 2 * LANES), vector(I32, LANES)
RESULTS, SUMS = vector(HALF, LANES), vector(FLOAT, LANES)


@dataclass(frozen=True)
class Geometry:
    """What the code of a kernel depends on; sizes in pixels, strides in bytes.

    `channels` are those that lie in memory for each input pixel, `run` how many numbers a row of the
    filter covers, `rows` how many rows it has. `out_*` describes the whole output, `out_pixel` and
    `out_row` where in memory it lies. With `pool` the maximum of each 2 x 2 results is stored. `slope`
    is by what a negative result is multiplied.
    """

    channels: int
    rows: int
    run: int
    stride: tuple[int, int]
    in_row: int
    in_image: int
    out_height: int
    out_width: int
    out_pixel: int
    out_row: int
    out_image: int
    registers: int
    slope: float
    pool: bool

    @property
    def pairs(self) -> int:
        """Pairs in a run, the last of which may be half empty."""
        return -(-self.run // 2)

    @property
    def tile(self) -> tuple[int, int]:
        """Rows and columns of results, before pooling, that are computed at once."""
        most = ACCUMULATORS // self.registers
        if self.pool:
            return 2, min(most // 2 // 2 * 2, 2 * self.out_width, 8)
        return 1, even_share(self.out_width, most if self.registers > 1 else most // 2)

    @property
    def chunks(self) -> int:
        """In how many parts, all of one length, a run is summed."""
        least = -(-self.pairs // MOST_PAIRS)
        return next(parts for parts in range(least, self.pairs + 1) if self.pairs % parts == 0)


def even_share(length: int, most: int) -> int:
    """Return a part of at most `most`, as many of which as are needed anyhow cover `length`."""
    return -(-length // -(-length // most))


def pack_weights(weight: NDArray[np.float32], registers: int, channels: int) -> tuple[Any, Any]:
    """Return weights in the kernel's order, and by what its sums have to be multiplied.

    `weight` is (filters, in, kh, kw), in <= channels; the first result float16 (blocks, kh, pairs,
    registers, 16, 2), zero where there is no such filter or channel; the second float32 (blocks *
    registers * 16). Each filter is brought to between 1/8 and 1/4 by a power of two, so that none of
    its weights is too small for float16, and no sum too large.
    """
    filters, inputs, high, wide = weight.shape
    width = LANES * registers
    blocks = -(-filters // width)
    largest = np.abs(weight).reshape(filters, -1).max(axis=1)
    exponents = np.where(largest > 0, np.frexp(np.maximum(largest, 1e-30))[1] + 2, 0)
    gains = np.ones(blocks * width, np.float32)
    gains[:filters] = np.ldexp(np.float32(1), exponents)
    run = wide * channels
    pairs = -(-run // 2)
    full = np.zeros((blocks * width, high, wide, channels), np.float32)
    full[:filters, :, :, :inputs] = weight.transpose(0, 2, 3, 1) / gains[:filters, None, None, None]
    even = np.zeros((blocks * width, high, 2 * pairs), np.float32)
    even[:, :, :run] = full.reshape(blocks * width, high, run)
    ordered = even.reshape(blocks, registers, LANES, high, pairs, 2).transpose(0, 3, 4, 1, 2, 5)
    return ordered.astype(np.float16), gains


def compile_convolution(geometry: Geometry) -> MachineCode:
    """Return the kernel for a geometry.

    Its arguments: the addresses of the first number under the filter at the first pixel, of packed
    weights (on a multiple of 64), of float32 gains, of float32 biases, and of the first result; the first
    row of results and the one after the last, counted through the whole batch; the first block of
    filters and the one after the last.
    """
    module = new_module("convolution")
    kind = ir.FunctionType(ir.VoidType(), [POINTER] * 5 + [I64] * 4)
    function = ir.Function(module, kind, "convolution")
    _Writer(geometry, function).write()
    return MachineCode(module, "convolution", len(kind.args))


class _Writer:
    """Writes the code of one kernel."""

    def __init__(self, geometry: Geometry, function: Any) -> None:
        self.g = geometry
        self.picture, self.weights, self.gains, self.biases, self.results, *self.limits = function.args
        self.b = ir.IRBuilder(function.append_basic_block())
        self.fma = ir.Function(function.module, ir.FunctionType(HALVES, [HALVES] * 3), "llvm.fma.v32f16")
        high, wide = geometry.tile
        self.pixels = [
            row * geometry.in_row * geometry.stride[0] + column * 2 * geometry.channels * geometry.stride[1]
            for row in range(high)
            for column in range(wide)
        ]
        self.slots: list[list[Value]] = []

    def write(self) -> None:
        g, b = self.g, self.b
        if g.rows * g.chunks > 1 and g.rows * g.pairs > MOST_PAIRS:
            self.slots = [[b.alloca(SUMS) for _ in range(g.registers)] for _ in self.pixels]
            for slot in (slot for row in self.slots for slot in row):
                slot.align = 64
        first_row, end_row, first_block, end_block = self.limits
        repeat(b, first_block, end_block, [], lambda block, _: self._block(block, first_row, end_row))
        b.ret_void()

    def _block(self, block: Value, first_row: Value, end_row: Value) -> list[Value]:
        """All results of some filters."""
        g, b = self.g, self.b
        size = 64 * g.registers
        weights = at(b, self.weights, b.mul(block, number(g.rows * g.pairs * size)))
        scales = [at(b, base, b.mul(block, number(size))) for base in (self.gains, self.biases)]
        results = at(b, self.results, b.mul(block, number(2 * LANES * g.registers)))

        def row(index: Value, _: list[Value]) -> list[Value]:
            return self._row(index, weights, scales, results)

        return repeat(b, first_row, end_row, [], row)

    def _row(self, index: Value, weights: Value, scales: list[Value], results: Value) -> list[Value]:
        g, b = self.g, self.b
        image, y = b.sdiv(index, number(g.out_height)), b.srem(index, number(g.out_height))
        factor = 2 if g.pool else 1
        down = number(g.in_row * g.stride[0] * factor)
        source = at(b, self.picture, b.add(b.mul(image, number(g.in_image)), b.mul(y, down)))
        target = at(b, results, b.add(b.mul(image, number(g.out_image)), b.mul(y, number(g.out_row))))
        columns = g.tile[1] // factor

        def tile(column: Value, _: list[Value]) -> list[Value]:
            x = b.mul(column, number(columns))
            last = number(g.out_width - columns)  # the last tile may compute some results again
            x = b.select(b.icmp_signed("<", x, last), x, last)
            across = number(2 * g.channels * g.stride[1] * factor)
            sums = self._tile(at(b, source, b.mul(x, across)), weights)
            self._finish(sums, scales, at(b, target, b.mul(x, number(g.out_pixel))))
            return []

        return repeat(b, 0, -(-g.out_width // columns), [], tile)

    def _tile(self, source: Value, weights: Value) -> list[list[Value]]:
        """The sums, float32, of each pixel and register."""
        g, b = self.g, self.b
        if not self.slots:
            return [
                [self._widen(half) for half in row] for row in self._sum(source, weights, g.rows, g.pairs)
            ]
        zero = splat(SUMS, 0.0)
        for slot in (slot for row in self.slots for slot in row):
            b.store(zero, slot, align=64)
        length = g.pairs // g.chunks

        def part(index: Value, _: list[Value]) -> list[Value]:
            row, chunk = b.sdiv(index, number(g.chunks)), b.srem(index, number(g.chunks))
            offset = b.add(b.mul(row, number(g.in_row)), b.mul(chunk, number(4 * length)))
            used = at(b, weights, b.mul(index, number(64 * length * g.registers)))
            for row_of_slots, halves in zip(
                self.slots, self._sum(at(b, source, offset), used, 1, length), strict=True
            ):
                for slot, half in zip(row_of_slots, halves, strict=True):
                    b.store(b.fadd(b.load(slot, align=64), self._widen(half)), slot, align=64)
            return []

        repeat(b, 0, g.rows * g.chunks, [], part)
        return [[b.load(slot, align=64) for slot in row] for row in self.slots]

    def _sum(self, source: Value, weights: Value, rows: int, pairs: int) -> list[list[Value]]:
        """Sums over `pairs` in each of `rows`, with even and odd numbers apart."""
        g, b = self.g, self.b
        zeros = [splat(HALVES, 0.0)] * (len(self.pixels) * g.registers)

        def row(index: Value, sums: list[Value]) -> list[Value]:
            begin = at(b, source, b.mul(index, number(g.in_row)))
            used = at(b, weights, b.mul(index, number(64 * pairs * g.registers)))

            def step(n: Value, sums: list[Value]) -> list[Value]:
                return self._multiply(
                    at(b, begin, b.mul(n, number(4))), at(b, used, b.mul(n, number(64 * g.registers))), sums
                )

            return repeat(b, 0, pairs, sums, step)

        flat = repeat(b, 0, rows, zeros, row)
        return [flat[i : i + g.registers] for i in range(0, len(flat), g.registers)]

    def _multiply(self, source: Value, weights: Value, sums: list[Value]) -> list[Value]:
        g, b = self.g, self.b
        used = [load(b, HALVES, at(b, weights, 64 * n), 64) for n in range(g.registers)]
        out = []
        for number_, offset in enumerate(self.pixels):
            pair = load(b, I32, at(b, source, offset), 2)
            spread = b.insert_element(ir.Constant(PAIRS, ir.Undefined), pair, ir.Constant(I32, 0))
            spread = b.shuffle_vector(
                spread, ir.Constant(PAIRS, ir.Undefined), ir.Constant(PAIRS, [0] * LANES)
            )
            spread = b.bitcast(spread, HALVES)
            for n, weight in enumerate(used):
                out.append(b.call(self.fma, [spread, weight, sums[number_ * g.registers + n]]))
        return out

    def _widen(self, sums: Value) -> Value:
        """Even and odd added, in float32."""
        b = self.b
        odd = b.bitcast(b.lshr(b.bitcast(sums, PAIRS), ir.Constant(PAIRS, [16] * LANES)), HALVES)
        both = b.trunc(b.bitcast(b.fadd(sums, odd), PAIRS), vector(I16, LANES))
        return b.fpext(b.bitcast(both, RESULTS), SUMS)

    def _finish(self, sums: list[list[Value]], scales: list[Value], target: Value) -> None:
        g, b = self.g, self.b
        wide = g.tile[1]
        if g.pool:  # before the rest: it keeps the order of numbers
            sums = [
                [
                    larger(
                        b,
                        larger(b, sums[x][n], sums[x + 1][n]),
                        larger(b, sums[wide + x][n], sums[wide + x + 1][n]),
                    )
                    for n in range(g.registers)
                ]
                for x in range(0, wide, 2)
            ]
        for n in range(g.registers):
            gain, bias = (load(b, SUMS, at(b, base, 64 * n), 4) for base in scales)
            for x, row in enumerate(sums):
                value = b.fadd(b.fmul(row[n], gain), bias)
                if g.slope != 1.0:
                    value = larger(b, value, b.fmul(value, splat(SUMS, g.slope)))
                store(b, b.fptrunc(value, RESULTS), at(b, target, x * g.out_pixel + 2 * LANES * n), 2)
