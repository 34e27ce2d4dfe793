"""The driver: runs all steps of a program in several threads, without the interpreter between them.

A step is a list of chunks. Each thread takes the next chunk that nobody has taken, so one whose core is busy
with something else holds up only what it has begun. Nobody begins a step before the one before is done.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from yolocam.model.engines.kernels.blocked.specs import DriverSpec
from yolocam.model.engines.kernels.loops import I32, I64, POINTER, Value, at, load, number, repeat

STEP_BYTES = 16
CHUNK_BYTES = 64
COUNTER_BYTES = 64
"""A step is address and number of its chunks; a chunk is the addresses of kernel and arguments, and its part
(four numbers); a step's counters are the chunks taken and those done, each on 8 bytes."""

SPINS = 2000
"""How often a thread looks whether the others are done before it lets the system run somebody else."""


def write_driver(module: Any, name: str, _: DriverSpec) -> None:
    """Add the driver to a module.

    Its arguments: the addresses of the steps and of their counters, all zero; how many steps there are; the
    address of a function that lets others run, or 0.
    """
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), [POINTER, POINTER, I64, I64]), name)
    steps, counters, count, give_way = function.args
    b = ir.IRBuilder(function.append_basic_block())

    def step(index: Value, _: list[Value]) -> list[Value]:
        here = at(b, steps, b.mul(index, number(STEP_BYTES)))
        chunks, end = load(b, POINTER, here, 8), load(b, I64, at(b, here, 8), 8)
        taken = at(b, counters, b.mul(index, number(COUNTER_BYTES)))
        taken, done = (b.bitcast(at(b, taken, offset), I64.as_pointer()) for offset in (0, 8))
        _take_chunks(b, chunks, end, (taken, done))
        _wait(b, done, end, give_way)
        return []

    repeat(b, number(0), count, [], step)
    b.ret_void()


def _take_chunks(b: Any, chunks: Value, end: Value, counters: tuple[Value, Value]) -> None:
    taken, done = counters
    look, work, after = (b.append_basic_block() for _ in range(3))
    b.branch(look)
    b.position_at_end(look)
    mine = b.atomic_rmw("add", taken, number(1), "acq_rel")
    b.cbranch(b.icmp_signed("<", mine, end), work, after)
    b.position_at_end(work)
    chunk = at(b, chunks, b.mul(mine, number(CHUNK_BYTES)))
    kind = ir.FunctionType(ir.VoidType(), [POINTER] * 2).as_pointer()
    kernel = b.bitcast(load(b, POINTER, chunk, 8), kind)
    b.call(kernel, [load(b, POINTER, at(b, chunk, 8), 8), at(b, chunk, 16)])
    b.atomic_rmw("add", done, number(1), "acq_rel")
    b.branch(look)
    b.position_at_end(after)


def _wait(b: Any, done: Value, end: Value, give_way: Value) -> None:
    before = b.block
    look, pause, yield_, after = (b.append_basic_block() for _ in range(4))
    b.branch(look)
    b.position_at_end(look)
    spins = b.phi(I64)
    spins.add_incoming(number(0), before)
    b.cbranch(b.icmp_signed("<", b.load_atomic(done, "acquire", 8), end), pause, after)
    b.position_at_end(pause)
    b.call(_pause(b.module), [])
    following = b.add(spins, number(1))
    long = b.and_(b.icmp_signed(">", following, number(SPINS)), b.icmp_signed("!=", give_way, number(0)))
    spins.add_incoming(following, pause)
    spins.add_incoming(following, yield_)
    b.cbranch(long, yield_, look)
    b.position_at_end(yield_)
    b.call(b.inttoptr(give_way, ir.FunctionType(I32, []).as_pointer()), [])
    b.branch(look)
    b.position_at_end(after)


def _pause(module: Any) -> Value:
    """The instruction by which a thread that waits leaves the core's units to others."""
    name = "llvm.x86.sse2.pause"
    return module.globals.get(name) or ir.Function(module, ir.FunctionType(ir.VoidType(), []), name)
