"""The kernel of a convolution over all channels.

It computes a tile at once: some results that follow one another, from row to row and from image to image,
of one to three blocks of filters. The sums stay in registers. A number of a pixel, or some neighbours, are
copied over a register and multiplied by the weights of all these filters, in the order in which they lie in
memory.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from yolocam.model.engines.kernels.blocked.arguments import FLOAT_BYTES, KernelWriter
from yolocam.model.engines.kernels.blocked.numbers.dot_products import multiplication
from yolocam.model.engines.kernels.blocked.numbers.number_format import INT32
from yolocam.model.engines.kernels.blocked.specs import ConvolutionSpec
from yolocam.model.engines.kernels.loops import Value, at, load, number, repeat, store
from yolocam.model.engines.kernels.register_activations import activated


def write_convolution(module: Any, name: str, spec: ConvolutionSpec) -> None:
    """Add the kernel to a module. Its part: the first tile and the one after the last, the first group of
    `registers` blocks of filters and the one after the last.
    """
    _Writer(module, name, spec).write()


class _Stride(NamedTuple):
    """How an address changes from a result to the next: along a row, to the next row, to the next image."""

    pixel: Value
    line: Value
    image: Value


class _Writer(KernelWriter):
    def __init__(self, module: Any, name: str, spec: ConvolutionSpec) -> None:
        super().__init__(module, name, spec)
        self.spec = spec
        self._product = multiplication(spec.format, module, spec.lanes)
        self._slope = self.slope()
        places = ["in", "out", *(["add"] if spec.adds else [])]
        self._strides = [self._stride(place) for place in places]
        self._ahead = [self.times(self[f"{place}_pixel"], spec.pixels) for place in places]

    def _stride(self, place: str) -> _Stride:
        b = self.b
        pixel, line, image = (self[f"{place}_{kind}"] for kind in ("pixel", "line", "image"))
        return _Stride(
            pixel,
            b.sub(line, b.mul(self["width"], pixel)),
            b.sub(image, b.mul(self["height"], line)),
        )

    def write(self) -> None:
        b, spec = self.b, self.spec
        first_tile, end_tile, first_group, end_group = self.limits()
        start = b.mul(first_tile, number(spec.pixels))
        row, x = b.sdiv(start, self["width"]), b.srem(start, self["width"])
        image, y = b.sdiv(row, self["height"]), b.srem(row, self["height"])

        def begin(place: str, base: Value) -> Value:
            offset = b.add(b.mul(image, self[f"{place}_image"]), b.mul(y, self[f"{place}_line"]))
            return at(b, base, b.add(offset, b.mul(x, self[f"{place}_pixel"])))

        source = begin("in", self.address("image"))
        target = begin("out", self.address("results"))
        added = begin("add", self.address("added")) if spec.adds else None

        def group(index: Value, _: list[Value]) -> list[Value]:
            step = b.mul(index, number(spec.registers))
            weights = at(b, self.address("weights"), b.mul(index, self["weights_step"]))
            biases = at(b, self.address("biases"), b.mul(step, number(self.register_bytes)))
            pointers = [source, at(b, target, b.mul(step, self["out_block"]))]
            if added is not None:
                pointers.append(at(b, added, b.mul(step, self["add_block"])))
            bias = [
                load(b, self._product.sums, at(b, biases, n * self.register_bytes), FLOAT_BYTES)
                for n in range(spec.registers)
            ]

            gains = self._gains(step)

            def tile(index: Value, state: list[Value]) -> list[Value]:
                return self._tile(index, state, weights, bias, gains)

            repeat(b, first_tile, end_tile, [x, y, *pointers], tile)
            return []

        repeat(b, first_group, end_group, [], group)
        b.ret_void()

    def _gains(self, step: Value) -> list[Value]:
        """What one of the sums of each filter of a group means; nothing where they are float32."""
        b, spec = self.b, self.spec
        if not spec.format.scaled:
            return []
        gains = at(b, self.address("gains"), b.mul(step, number(self.register_bytes)))
        return [
            load(b, self.register, at(b, gains, n * self.register_bytes), FLOAT_BYTES)
            for n in range(spec.registers)
        ]

    def _tile(
        self, index: Value, state: list[Value], weights: Value, bias: list[Value], gains: list[Value]
    ) -> list[Value]:
        places, left = self._places(index, state)
        sums = self._sums(places[0], weights, bias)
        for n, of_pixel in enumerate(sums):
            for block, value in enumerate(of_pixel):
                if gains:
                    value = self.b.fmul(self.b.sitofp(value, self.register), gains[block])
                self._finish(value, block, [pointers[n] for pointers in places[1:]])
        return left

    def _finish(self, value: Value, block: int, places: list[Value]) -> None:
        b, spec = self.b, self.spec
        if spec.result == INT32:  # products of tiles, as they are
            target = at(b, places[0], b.mul(self["out_block"], number(block))) if block else places[0]
            store(b, value, target, FLOAT_BYTES)
            return
        value = activated(b, value, spec.activation, self._slope)
        names = ("out_block", "add_block")
        target, *added = (
            at(b, place, b.mul(self[name], number(block))) if block else place
            for place, name in zip(places, names, strict=False)
        )
        for place in added:
            value = b.fadd(value, self.added.read(b, place))
        self.results.write(b, value, target)

    def _places(self, index: Value, state: list[Value]) -> tuple[list[list[Value]], list[Value]]:
        """The addresses of all pixels of a tile, and the state in which the next one begins."""
        b, pixels = self.b, self.spec.pixels
        x, y, *pointers = state
        within = b.icmp_signed("<", b.add(x, number(pixels)), self["width"])
        with b.if_else(within) as (quick, slow):
            with quick:
                near = [
                    [at(b, pointer, step) for step in steps]
                    for pointer, steps in zip(pointers, self._ahead, strict=True)
                ]
                near_left = [
                    b.add(x, number(pixels)),
                    y,
                    *(at(b, row[-1], stride.pixel) for row, stride in zip(near, self._strides, strict=True)),
                ]
                near_end = b.block
            with slow:
                far, far_left = self._walk(index, state)
                far_end = b.block

        def joined(first: Value, second: Value) -> Value:
            phi = b.phi(first.type)
            phi.add_incoming(first, near_end)
            phi.add_incoming(second, far_end)
            return phi

        rows = [[joined(*pair) for pair in zip(*rows, strict=True)] for rows in zip(near, far, strict=True)]
        return rows, [joined(*pair) for pair in zip(near_left, far_left, strict=True)]

    def _walk(self, index: Value, state: list[Value]) -> tuple[list[list[Value]], list[Value]]:
        """The same where a row ends within the tile, pixel by pixel; the very last one is repeated."""
        b = self.b
        zero = number(0)
        places: list[list[Value]] = [[] for _ in self._strides]
        for n in range(self.spec.pixels):
            x, y, *pointers = state
            for row, pointer in zip(places, pointers, strict=True):
                row.append(pointer)
            behind = b.add(b.mul(index, number(self.spec.pixels)), number(n + 1))
            more = b.icmp_signed("<", behind, self["total"])
            following = b.add(x, number(1))
            wraps = b.icmp_signed("==", following, self["width"])
            down = b.add(y, number(1))
            ends = b.and_(wraps, b.icmp_signed("==", down, self["height"]))
            moved = []
            for pointer, stride in zip(pointers, self._strides, strict=True):
                step = b.add(stride.pixel, b.select(wraps, stride.line, zero))
                step = b.add(step, b.select(ends, stride.image, zero))
                moved.append(at(b, pointer, b.select(more, step, zero)))
            next_x = b.select(wraps, zero, following)
            next_y = b.select(ends, zero, b.select(wraps, down, y))
            state = [b.select(more, next_x, x), b.select(more, next_y, y), *moved]
        return places, state

    def _sums(self, sources: list[Value], weights: Value, bias: list[Value]) -> list[list[Value]]:
        """The sums of all filters of a group for all pixels, with the bias."""
        b, spec = self.b, self.spec
        run = spec.format.bytes * spec.unroll
        size = spec.registers * self.register_bytes * (spec.unroll // spec.format.neighbours)

        def trip(_: Value, state: list[Value]) -> list[Value]:
            offset, place, *sums = state
            here = [at(b, source, offset) for source in sources]
            sums = self._multiply(here, at(b, weights, place), sums)
            return [b.add(offset, number(run)), b.add(place, number(size)), *sums]

        # What the loops inside have moved on is taken back.
        back_row = b.sub(self["in_row"], b.mul(self["trips"], number(run)))
        back_block = b.sub(self["in_block"], b.mul(self["rows"], self["in_row"]))

        def row(_: Value, state: list[Value]) -> list[Value]:
            offset, *others = repeat(b, number(0), self["trips"], state, trip)
            return [b.add(offset, back_row), *others]

        def block(_: Value, state: list[Value]) -> list[Value]:
            offset, *others = repeat(b, number(0), self["rows"], state, row)
            return [b.add(offset, back_block), *others]

        start = [number(0), number(0), *(bias * spec.pixels)]
        _, _, *flat = repeat(b, number(0), self["blocks"], start, block)
        return [flat[i : i + spec.registers] for i in range(0, len(flat), spec.registers)]

    def _multiply(self, sources: list[Value], weights: Value, sums: list[Value]) -> list[Value]:
        b, spec, product = self.b, self.spec, self._product
        size = self.register_bytes
        for n in range(spec.unroll // spec.format.neighbours):
            first = n * spec.registers
            used = [
                load(b, product.weights, at(b, weights, (first + r) * size), size)
                for r in range(spec.registers)
            ]
            following: list[Value] = []
            for source in sources:
                pixel = product.pixel(b, at(b, source, spec.format.bytes * spec.format.neighbours * n))
                before = sums[len(following) : len(following) + spec.registers]
                following.extend(
                    product.add(b, pixel, weight, sum_) for weight, sum_ in zip(used, before, strict=True)
                )
            sums = following
        return sums
