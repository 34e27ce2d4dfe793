"""The beginning of a kernel: its function, and its arguments by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir

from yolocam.model.engines.kernels.blocked.numbers.number_format import NumberFormat
from yolocam.model.engines.kernels.blocked.numbers.stored_numbers import StoredNumbers
from yolocam.model.engines.kernels.blocked.specs import Spec
from yolocam.model.engines.kernels.loops import (
    FLOAT,
    I32,
    I64,
    POINTER,
    Value,
    at,
    load,
    number,
    repeat,
    spread,
    vector,
)

FLOAT_BYTES = 4

_KIND = ir.FunctionType(ir.VoidType(), [POINTER] * 2)


class KernelWriter:
    """Base of the writers: a function with its arguments, loaded where it begins.

    `register` is the type of a register of float32, of `register_bytes`; `stored` are numbers as they are
    read, `block_bytes` for each pixel of a block, `added` those that are added, `results` those that are
    written.
    """

    def __init__(self, module: Any, name: str, spec: Spec) -> None:
        function = ir.Function(module, _KIND, name)
        arguments, self._part = function.args
        self.b = b = ir.IRBuilder(function.append_basic_block())
        self.register = vector(FLOAT, spec.lanes)
        self.register_bytes = FLOAT_BYTES * spec.lanes
        self._values = {
            name: load(b, I64, at(b, arguments, 8 * place), 8) for place, name in enumerate(spec.fields)
        }
        self.stored = self._numbers(spec.format, spec.lanes, "in")
        self.added = self._numbers(spec.result, spec.lanes, "add")
        self.results = self._numbers(spec.result, spec.lanes, "out")
        self.block_bytes = self.stored.bytes

    def _numbers(self, number_format: NumberFormat, lanes: int, place: str) -> StoredNumbers:
        scaled = [self.everywhere(f"{place}_{name}") for name in ("scale", "offset") if number_format.scaled]
        return StoredNumbers(number_format, lanes, *scaled)

    def __getitem__(self, name: str) -> Value:
        """An argument."""
        return self._values[name]

    def address(self, name: str) -> Value:
        """An argument that is an address."""
        return self.b.inttoptr(self._values[name], POINTER)

    def limits(self, count: int = 4) -> list[Value]:
        """The numbers that say which part of the work is to be done."""
        return [load(self.b, I64, at(self.b, self._part, 8 * place), 8) for place in range(count)]

    def slope(self) -> Value:
        """The argument "slope" everywhere in a register."""
        return self.everywhere("slope")

    def everywhere(self, name: str) -> Value:
        """An argument that is the bits of a float32, everywhere in a register."""
        b = self.b
        return spread(b, b.bitcast(b.trunc(self[name], I32), FLOAT), self.register)

    def each_row(self, places: Sequence[tuple[str, str]], body: Callable[..., None]) -> None:
        """Emit `body` for each row of each block of channels in the part, and end the function.

        The part: the first row and the one after the last, counted through the whole batch, the first
        block and the one after the last. `places` are pairs of an address and of what its strides are called;
        `body` gets the block, y, and for each pair where y's row would begin were it in an image as high
        as the results (only image and block counted in).
        """
        b = self.b
        first_row, end_row, first_block, end_block = self.limits()

        def block(index: Value, _: list[Value]) -> list[Value]:
            planes = [
                at(b, self.address(name), b.mul(index, self[f"{place}_block"])) for name, place in places
            ]

            def row(number_: Value, _: list[Value]) -> list[Value]:
                image, y = b.sdiv(number_, self["height"]), b.srem(number_, self["height"])
                here = [
                    at(b, plane, b.mul(image, self[f"{place}_image"]))
                    for plane, (_, place) in zip(planes, places, strict=True)
                ]
                body(index, y, *here)
                return []

            return repeat(b, first_row, end_row, [], row)

        repeat(b, first_block, end_block, [], block)
        b.ret_void()

    def times(self, value: Value, count: int) -> list[Value]:
        """0, value, 2 value, ..."""
        return [self.b.mul(value, number(n)) for n in range(count)]
