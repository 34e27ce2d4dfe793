"""Turns operations into calls of kernels: which, with which arguments, in which chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yolocam.model.engines.kernels.blocked import chunks
from yolocam.model.engines.kernels.blocked.calls import Call, Step, bits, filter_groups, grids, pixels_at_once
from yolocam.model.engines.kernels.blocked.layout import IMAGES, Address, Place
from yolocam.model.engines.kernels.blocked.numbers.number_format import FP32, NumberFormat
from yolocam.model.engines.kernels.blocked.operations import (
    Convolution,
    Depthwise,
    Foreign,
    Input,
    Join,
    Network,
    Operation,
    Pool,
    Sum,
    Upsample,
)
from yolocam.model.engines.kernels.blocked.packing import (
    Packed,
    PackedWeights,
    pack_depthwise,
    pack_filters,
    pack_flat,
)
from yolocam.model.engines.kernels.blocked.placement import RESULT, Placement
from yolocam.model.engines.kernels.blocked.specs import (
    BorderSpec,
    ConvolutionSpec,
    DepthwiseSpec,
    MoveSpec,
    PoolSpec,
    UpsampleSpec,
)
from yolocam.model.engines.kernels.blocked.tile_emission import TiledConvolution


@dataclass
class Emitter:
    """Emits the steps of a network.

    `tiles` has the size of tile for each layer that is done by Winograd's way. `held` collects the arrays
    that addresses point into, `scratch_bytes` is how much memory is wanted behind that of the placement.
    """

    network: Network
    placement: Placement
    packed: PackedWeights
    lanes: int
    batch: int
    cores: int
    tiles: Mapping[int, int]
    held: list[Packed] = field(default_factory=list)
    scratch_bytes: int = 0

    def steps(self) -> list[Step]:
        """Return all steps, in their order."""
        return [step for number in range(len(self.network.operations)) for step in self.steps_of(number)]

    def steps_of(self, number: int) -> Iterable[Step]:
        """Yield those of one operation."""
        operation = self.network.operations[number]
        emit = _EMIT.get(type(operation))
        if emit is not None:
            yield from emit(self, number, operation)
        for index, output in enumerate(self.network.outputs):
            if output == number and not self._writes_output(number):
                yield Step([self._move(self.placement.place(number), self.placement.output(index))])

    def _writes_output(self, number: int) -> bool:
        """Whether nobody else reads a result that is asked for, so that it is written there at once."""
        operation = self.network.operations[number]
        read = any(number in other.sources for other in self.network.operations)
        once = self.network.outputs.count(number) == 1 and not read
        adds = len(operation.sources) > 1  # what is added is in the format of the result
        return isinstance(operation, Convolution) and once and (operation.format == FP32 or not adds)

    def _target(self, number: int) -> Place:
        if self._writes_output(number):
            return self.placement.output(self.network.outputs.index(number))
        return self.placement.place(number)

    def _input(self, number: int, operation: Input) -> Iterable[Step]:
        channels, height, width = operation.shape
        place = self.placement.place(number)
        in_row = width * place.kind.pixel
        arguments: dict[str, int | Address] = {
            "image": Address(IMAGES, 0), "in_image": in_row * height, "in_row": in_row,
            "results": place.first, "out_image": place.image, "out_row": place.kind.row,
            "numbers": width * channels, "height": height,
        }  # fmt: skip
        rows = self.batch * height
        parts = chunks.of_rows(rows, 1, rows * width * channels // self.lanes * 4, self.cores)
        yield Step([Call(BorderSpec(self.lanes), arguments, parts)])

    def _convolution(self, number: int, operation: Convolution) -> Iterable[Step]:
        source, target = self.placement.place(operation.sources[0]), self._target(number)
        flat = isinstance(self.network.operations[operation.sources[0]], Input)
        added = [self.placement.place(other) for other in operation.sources[1:]]
        if tile := self.tiles.get(operation.layer):
            yield from self._by_tiles(operation, tile, source, target, added)
            return
        calls = []
        for registers, filters in filter_groups(-(-operation.shape[0] // self.lanes)):
            if flat:
                packed = self.packed.get(pack_flat, operation, self.lanes, filters, registers)
            else:
                wishes = source.positions, source.blocks, self.lanes, filters, registers, *source.meaning
                packed = self.packed.get(pack_filters, operation, *wishes)
            calls.append(self._tiles(operation, flat, source, target, added, packed, registers, filters))
        yield Step(calls)

    def _tiles(
        self, operation: Convolution, flat: bool, source: Place, target: Place, added: Sequence[Place],
        packed: Packed, registers: int, filters: range,
    ) -> Call:  # fmt: skip
        self.held.append(packed)
        _, height, width = operation.shape
        _, channels, high, wide = operation.weight.shape
        down, across = operation.stride
        before = operation.padding * (source.kind.row + source.kind.pixel)
        unroll = wide * channels if flat else self.lanes
        kind = source.kind
        arguments: dict[str, int | Address] = {
            "image": source.first.after(-before), "in_image": source.image, "in_line": down * kind.row,
            "in_pixel": across * kind.pixel, "in_row": kind.row, "in_block": source.block,
            "width": width, "height": height, "total": self.batch * height * width,
            "blocks": 1 if flat else source.blocks, "rows": high, "trips": 1 if flat else wide,
            "slope": bits(operation.slope), "weights_step": packed.weights.strides[0],
            **_weights(packed), **grids(source, target, added),
            **_lines("out", "results", target, filters.start),
        }  # fmt: skip
        for place in added:
            arguments |= _lines("add", "added", place, filters.start)
        pixels = pixels_at_once(registers, self.lanes, kind.format)
        spec = ConvolutionSpec(
            self.lanes, registers, pixels, unroll, operation.activation, adds=bool(added),
            **_formats(source, target),
        )  # fmt: skip
        tiles, groups = -(-self.batch * height * width // pixels), len(filters) // registers
        run = packed.weights[0].size // (registers * self.lanes)
        parts = chunks.of_tiles(
            tiles, groups, tiles * pixels * len(filters) * run, self.cores,
            image_bytes=self.batch * (1 if flat else source.blocks) * kind.plane,
            weight_bytes=packed.weights.nbytes,
        )  # fmt: skip
        return Call(spec, arguments, parts)

    def _by_tiles(
        self, operation: Convolution, tile: int, source: Place, target: Place, added: Sequence[Place]
    ) -> Iterable[Step]:
        tiled = TiledConvolution(
            operation, tile, source, target, added, self.lanes, self.batch, self.cores, self.placement.size
        )
        steps, held = tiled.steps(self.packed)
        self.held.extend(held)
        self.scratch_bytes = max(self.scratch_bytes, tiled.scratch_bytes)
        yield from steps

    def _depthwise(self, number: int, operation: Depthwise) -> Iterable[Step]:
        source, target = self.placement.place(operation.sources[0]), self.placement.place(number)
        packed = self.packed.get(pack_depthwise, operation, source.positions, source.blocks, self.lanes)
        self.held.append(packed)
        size = operation.weight.shape[-1]
        before = operation.padding * (source.kind.row + source.kind.pixel)
        arguments = self._rows(source, target, operation) | {
            "image": source.first.after(-before), "slope": bits(operation.slope),
            **_weights(packed), **grids(source, target),
        }  # fmt: skip
        spec = DepthwiseSpec(
            self.lanes, size, operation.stride, min(4, operation.shape[2]), operation.activation,
            **_formats(source, target),
        )  # fmt: skip
        yield Step([Call(spec, arguments, self._row_parts(operation, source.blocks, size * size))])

    def _pool(self, number: int, operation: Pool) -> Iterable[Step]:
        source, target = self.placement.place(operation.sources[0]), self.placement.place(number)
        _, height, width = operation.shape
        whole = 2 * height <= source.kind.height and 2 * width <= source.kind.width
        pairs = whole and (operation.size, operation.stride, operation.before) == (2, (2, 2), 0)
        arguments = self._rows(source, target, operation) | {
            "in_width": source.kind.width, "in_height": source.kind.height, "size": operation.size,
            "before": operation.before, "down": operation.stride[0], "across": operation.stride[1],
        }  # fmt: skip
        parts = self._row_parts(operation, source.blocks, operation.size**2 * 2)
        spec = PoolSpec(self.lanes, pairs, **_formats(source, target))
        yield Step([Call(spec, arguments, parts)])

    def _upsample(self, number: int, operation: Upsample) -> Iterable[Step]:
        source, target = self.placement.place(operation.sources[0]), self.placement.place(number)
        before = self.network.operations[operation.sources[0]]
        arguments = self._rows(source, target, before)
        parts = self._row_parts(before, source.blocks, 2 * operation.times**2)
        spec = UpsampleSpec(self.lanes, operation.times, **_formats(source, target))
        yield Step([Call(spec, arguments, parts)])

    def _rows(self, source: Place, target: Place, operation: Operation) -> dict[str, int | Address]:
        _, height, width = operation.shape
        return {
            "image": source.first, "results": target.first, "width": width, "height": height,
            **source.strides("in"), **target.strides("out"),
        }  # fmt: skip

    def _row_parts(self, operation: Operation, blocks: int, each: int) -> Sequence[chunks.Part]:
        _, height, width = operation.shape
        rows = self.batch * height
        return chunks.of_rows(rows, blocks, rows * width * blocks * each, self.cores)

    def _join(self, number: int, operation: Join) -> Iterable[Step]:
        target, before, calls = self.placement.place(number), 0, []
        for index, source in enumerate(operation.sources):
            place = self.placement.place(source)
            if (number, index) in self.placement.copied:
                calls.append(self._move(place, target.part(before, place.blocks)))
            before += place.blocks
        if calls:
            yield Step(calls)

    def _sum(self, number: int, operation: Sum) -> Iterable[Step]:
        first, second = (self.placement.place(source) for source in operation.sources)
        yield Step([self._move(first, self.placement.place(number), second)])

    def _move(self, source: Place, target: Place, added: Place | None = None) -> Call:
        kind = source.kind
        arguments: dict[str, int | Address] = {
            "image": source.first, "results": target.first, "width": kind.width, "height": kind.height,
            **source.strides("in", pixel=True), **target.strides("out", pixel=True),
        }  # fmt: skip
        if added is not None:
            arguments |= {"added": added.first, **added.strides("add", pixel=True)}
        arguments |= grids(source, target, [] if added is None else [added])
        rows = self.batch * kind.height
        parts = chunks.of_rows(rows, source.blocks, 2 * rows * kind.width * source.blocks, self.cores)
        spec = MoveSpec(self.lanes, adds=added is not None, **_formats(source, target))
        return Call(spec, arguments, parts)

    def _foreign(self, number: int, operation: Foreign) -> Iterable[Step]:
        places = [self.placement.place(source) for source in operation.sources]
        yield Step(
            [self._move(place, self.placement.foreign(number, n)) for n, place in enumerate(places)]
        )  # fmt: skip
        yield Step(foreign=number)
        yield Step([self._move(self.placement.foreign(number, RESULT), self.placement.place(number))])


_EMIT: dict[type[Operation], Callable[[Emitter, int, Any], Iterable[Step]]] = {
    Input: Emitter._input,
    Convolution: Emitter._convolution,
    Depthwise: Emitter._depthwise,
    Pool: Emitter._pool,
    Upsample: Emitter._upsample,
    Join: Emitter._join,
    Sum: Emitter._sum,
    Foreign: Emitter._foreign,
}


def _lines(name: str, address: str, place: Place, block: int) -> dict[str, int | Address]:
    """The arguments that say where the results of a convolution go, from some block of filters on."""
    return {
        address: place.first.after(block * place.block), f"{name}_image": place.image,
        f"{name}_line": place.kind.row, f"{name}_pixel": place.kind.pixel, f"{name}_block": place.block,
    }  # fmt: skip


def _formats(source: Place, target: Place) -> dict[str, NumberFormat]:
    return {"format": source.kind.format, "result": target.kind.format}


def _weights(packed: Packed) -> dict[str, int | Address]:
    gains = {} if packed.gains is None else {"gains": packed.gains.ctypes.data}
    return {"weights": packed.weights.ctypes.data, "biases": packed.biases.ctypes.data, **gains}
