"""bfloat16 in registers: the upper halves of float32, as integers of 16 bits."""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from yolocam.model.engines.kernels.loops import FLOAT, I16, I32, Value, vector

LOWEST = -0x80
"""The bits of minus infinity."""


def widened(b: Any, halves: Value) -> Value:
    """Return a register of float32."""
    lanes = halves.type.count
    words = b.zext(halves, vector(I32, lanes))
    return b.bitcast(b.shl(words, _all(words, 16)), vector(FLOAT, lanes))


def rounded(b: Any, floats: Value) -> Value:
    """Return a register of float32 rounded to the nearest, of two to the even one.

    That NaN stays NaN is true of those that processors make.
    """
    lanes = floats.type.count
    words = b.bitcast(floats, vector(I32, lanes))
    last = b.and_(b.lshr(words, _all(words, 16)), _all(words, 1))
    words = b.add(words, b.add(last, _all(words, 0x7FFF)))
    return b.trunc(b.lshr(words, _all(words, 16)), vector(I16, lanes))


def rounded_at_once(b: Any, floats: Value) -> Value:
    """Return the same by VCVTNEPS2BF16, for registers of 16 float32."""
    halves = vector(I16, floats.type.count)
    name = f"llvm.x86.avx512bf16.cvtneps2bf16.{32 * floats.type.count}"
    kind = ir.FunctionType(halves, [floats.type])
    return b.call(b.module.globals.get(name) or ir.Function(b.module, kind, name), [floats])


def larger(b: Any, first: Value, second: Value) -> Value:
    """Return the larger of each two."""
    return b.select(b.icmp_signed(">", _in_order(b, first), _in_order(b, second)), first, second)


def _in_order(b: Any, halves: Value) -> Value:
    """Integers that are in the same order: those below zero have all bits but the sign turned over."""
    signs = b.ashr(halves, _all(halves, 15))
    return b.xor(halves, b.and_(signs, _all(halves, 0x7FFF)))


def _all(like: Value, value: int) -> Value:
    return ir.Constant(like.type, [value] * like.type.count)
