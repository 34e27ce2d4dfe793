"""The kernels that only move numbers, or add them: sums, copies, enlarging, putting a border around."""

from __future__ import annotations

from typing import Any

from yolocam.model.engines.kernels.blocked.arguments import FLOAT_BYTES, KernelWriter
from yolocam.model.engines.kernels.blocked.specs import BorderSpec, MoveSpec, UpsampleSpec
from yolocam.model.engines.kernels.loops import FLOAT, Value, at, load, number, repeat, store


def write_move(module: Any, name: str, spec: MoveSpec) -> None:
    """Add the kernel to a module; its part is that of `KernelWriter.each_row`."""
    w = KernelWriter(module, name, spec)
    b = w.b
    sources = [("image", "in"), *([("added", "add")] if spec.adds else [])]
    places = [*sources, ("results", "out")]

    def row(_: Value, y: Value, *planes: Value) -> None:
        lines = [
            at(b, plane, b.mul(y, w[f"{place}_row"]))
            for plane, (_, place) in zip(planes, places, strict=True)
        ]

        def pixel(x: Value, _: list[Value]) -> list[Value]:
            here = [
                at(b, line, b.mul(x, w[f"{place}_pixel"]))
                for line, (_, place) in zip(lines, places, strict=True)
            ]
            if spec.format == spec.result and not spec.adds:  # images of one grid
                w.results.store(b, w.stored.load(b, here[0]), here[-1])
                return []
            value = w.stored.read(b, here[0])
            for place in here[1:-1]:
                value = b.fadd(value, w.added.read(b, place))
            w.results.write(b, value, here[-1])
            return []

        repeat(b, number(0), w["width"], [], pixel)

    w.each_row(places, row)


def write_upsample(module: Any, name: str, spec: UpsampleSpec) -> None:
    """Add the kernel to a module; its part is that of `KernelWriter.each_row`, in rows of the input."""
    w = KernelWriter(module, name, spec)
    b = w.b

    def row(_: Value, y: Value, source: Value, target: Value) -> None:
        source = at(b, source, b.mul(y, w["in_row"]))
        target = at(b, target, b.mul(y, b.mul(w["out_row"], number(spec.times))))
        lines = [at(b, target, step) for step in w.times(w["out_row"], spec.times)]

        def pixel(x: Value, _: list[Value]) -> list[Value]:
            value = w.stored.load(b, at(b, source, b.mul(x, number(w.block_bytes))))
            across = b.mul(x, number(spec.times * w.block_bytes))
            for line in lines:
                for n in range(spec.times):
                    w.stored.store(b, value, at(b, at(b, line, across), n * w.block_bytes))
            return []

        repeat(b, number(0), w["width"], [], pixel)

    w.each_row([("image", "in"), ("results", "out")], row)


def write_border(module: Any, name: str, spec: BorderSpec) -> None:
    """Add the kernel to a module. Its part: the first row and the one after the last, through the batch."""
    w = KernelWriter(module, name, spec)
    b = w.b
    first_row, end_row = w.limits(2)
    whole = b.sdiv(w["numbers"], number(spec.lanes))

    def row(index: Value, _: list[Value]) -> list[Value]:
        image, y = b.sdiv(index, w["height"]), b.srem(index, w["height"])
        source, target = (
            at(b, w.address(name), b.add(b.mul(image, w[f"{place}_image"]), b.mul(y, w[f"{place}_row"])))
            for name, place in (("image", "in"), ("results", "out"))
        )

        def copy(kind: Any, size: int, first: Value, end: Value) -> None:
            def part(n: Value, _: list[Value]) -> list[Value]:
                offset = b.mul(n, number(size))
                value = load(b, kind, at(b, source, offset), FLOAT_BYTES)
                store(b, value, at(b, target, offset), FLOAT_BYTES)
                return []

            with b.if_then(b.icmp_signed("<", first, end)):
                repeat(b, first, end, [], part)

        copy(w.register, w.register_bytes, number(0), whole)
        copy(FLOAT, FLOAT_BYTES, b.mul(whole, number(spec.lanes)), w["numbers"])
        return []

    repeat(b, first_row, end_row, [], row)
    b.ret_void()
