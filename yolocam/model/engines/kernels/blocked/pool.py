"""The kernel of a pool: the maximum of the pixels in a window."""

from __future__ import annotations

from typing import Any

from yolocam.model.engines.kernels.blocked.arguments import KernelWriter
from yolocam.model.engines.kernels.blocked.specs import PoolSpec
from yolocam.model.engines.kernels.loops import Value, at, number, repeat


def write_pool(module: Any, name: str, spec: PoolSpec) -> None:
    """Add the kernel to a module; its part is that of `KernelWriter.each_row`."""
    writer = _Writer(module, name, spec)
    writer.each_row([("image", "in"), ("results", "out")], writer.pairs if spec.pairs else writer.windows)


class _Writer(KernelWriter):
    def pairs(self, _: Value, y: Value, source: Value, target: Value) -> None:
        """A row of results where every window lies inside."""
        b = self.b
        above = at(b, source, b.mul(y, b.mul(self["in_row"], number(2))))
        below = at(b, above, self["in_row"])
        target = at(b, target, b.mul(y, self["out_row"]))

        def pixel(x: Value, _: list[Value]) -> list[Value]:
            across = b.mul(x, number(2 * self.block_bytes))
            both = [at(b, row, across) for row in (above, below)]
            left, right = (
                self.stored.larger(b, *(self.stored.load(b, at(b, place, step)) for place in both))
                for step in (0, self.block_bytes)
            )
            best = self.stored.larger(b, left, right)
            self.stored.store(b, best, at(b, target, b.mul(x, number(self.block_bytes))))
            return []

        repeat(b, number(0), self["width"], [], pixel)

    def windows(self, _: Value, y: Value, source: Value, target: Value) -> None:
        """A row of results where windows may reach beyond the image: there its nearest pixels count again."""
        b = self.b
        top = b.sub(b.mul(y, self["down"]), self["before"])
        target = at(b, target, b.mul(y, self["out_row"]))
        lowest = self.stored.lowest()

        def pixel(x: Value, _: list[Value]) -> list[Value]:
            left = b.sub(b.mul(x, self["across"]), self["before"])

            def row(down: Value, state: list[Value]) -> list[Value]:
                line = self._inside(b.add(top, down), self["in_height"])
                line = at(b, source, b.mul(line, self["in_row"]))

                def column(across: Value, state: list[Value]) -> list[Value]:
                    place = self._inside(b.add(left, across), self["in_width"])
                    place = at(b, line, b.mul(place, number(self.block_bytes)))
                    return [self.stored.larger(b, self.stored.load(b, place), state[0])]

                return repeat(b, number(0), self["size"], state, column)

            (result,) = repeat(b, number(0), self["size"], [lowest], row)
            self.stored.store(b, result, at(b, target, b.mul(x, number(self.block_bytes))))
            return []

        repeat(b, number(0), self["width"], [], pixel)

    def _inside(self, place: Value, side: Value) -> Value:
        b = self.b
        last = b.sub(side, number(1))
        place = b.select(b.icmp_signed("<", place, number(0)), number(0), place)
        return b.select(b.icmp_signed("<", place, last), place, last)
