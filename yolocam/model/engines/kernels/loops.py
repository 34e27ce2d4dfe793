"""Building blocks of kernels in LLVM's intermediate representation: loads, stores, loops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir

I8, I16, I32, I64 = (ir.IntType(bits) for bits in (8, 16, 32, 64))
POINTER = I8.as_pointer()
HALF, FLOAT = ir.HalfType(), ir.FloatType()

Value = Any
"""An ir.Value; llvmlite has no types of its own to check."""


def number(value: int) -> Value:
    """A constant of 64 bits."""
    return ir.Constant(I64, value)


def vector(element: Any, lanes: int) -> Any:
    """The type of `lanes` elements."""
    return ir.VectorType(element, lanes)


def splat(kind: Any, value: float) -> Value:
    """The constant vector that holds `value` everywhere."""
    return ir.Constant(kind, [ir.Constant(kind.element, value)] * kind.count)


def spread(b: Any, value: Value, kind: Any) -> Value:
    """The vector that holds a value everywhere."""
    one = b.insert_element(ir.Constant(kind, ir.Undefined), value, ir.Constant(I32, 0))
    everywhere = ir.Constant(vector(I32, kind.count), [0] * kind.count)
    return b.shuffle_vector(one, ir.Constant(kind, ir.Undefined), everywhere)


def at(b: Any, base: Value, offset: Value | int) -> Value:
    """The address `offset` bytes after another."""
    return b.gep(base, [number(offset) if isinstance(offset, int) else offset])


def load(b: Any, kind: Any, address: Value, align: int) -> Value:
    """What lies at an address."""
    return b.load(b.bitcast(address, kind.as_pointer()), align=align)


def store(b: Any, value: Value, address: Value, align: int) -> None:
    """Put a value at an address."""
    b.store(value, b.bitcast(address, value.type.as_pointer()), align=align)


def larger(b: Any, first: Value, second: Value) -> Value:
    """The larger of each two numbers."""
    return b.select(b.fcmp_ordered(">", first, second), first, second)


def intrinsic(module: Any, name: str, kind: Any, arguments: int) -> Value:
    """The function of LLVM's own that does something to vectors, all of one kind."""
    suffix = {HALF: "f16", FLOAT: "f32"}[kind.element]
    name = f"{name}.v{kind.count}{suffix}"
    found = module.globals.get(name)
    return found or ir.Function(module, ir.FunctionType(kind, [kind] * arguments), name)


def smaller(b: Any, first: Value, second: Value) -> Value:
    """The smaller of each two numbers."""
    return b.select(b.fcmp_ordered("<", first, second), first, second)


def repeat(
    b: Any,
    start: Value | int,
    end: Value | int,
    carried: Sequence[Value],
    body: Callable[[Value, list[Value]], Sequence[Value]],
) -> list[Value]:
    """Emit `body` for each number from `start` up to `end`, of which there is at least one.

    `body` gets the number and the values that the round before has left, and returns those it leaves.
    """
    first, last = (number(n) if isinstance(n, int) else n for n in (start, end))
    if isinstance(start, int) and isinstance(end, int) and end - start == 1:
        return list(body(first, list(carried)))
    before = b.block
    head, after = b.append_basic_block(), b.append_basic_block()
    b.branch(head)
    b.position_at_end(head)
    index = b.phi(I64)
    index.add_incoming(first, before)
    phis = [b.phi(value.type) for value in carried]
    for phi, value in zip(phis, carried, strict=True):
        phi.add_incoming(value, before)
    left = list(body(index, phis))
    following = b.add(index, number(1))
    index.add_incoming(following, b.block)
    for phi, value in zip(phis, left, strict=True):
        phi.add_incoming(value, b.block)
    b.cbranch(b.icmp_signed("<", following, last), head, after)
    b.position_at_end(after)
    return left
