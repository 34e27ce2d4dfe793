"""Turns a convolution into calls of kernels by Winograd's way: transform, products, transform back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yolocam.model.engines.kernels.blocked import chunks
from yolocam.model.engines.kernels.blocked.calls import Call, Step, bits, filter_groups, grids, pixels_at_once
from yolocam.model.engines.kernels.blocked.layout import ARENA, Address, Place
from yolocam.model.engines.kernels.blocked.numbers.number_format import FP32, INT32, WORDS, NumberFormat
from yolocam.model.engines.kernels.blocked.operations import Array, Convolution
from yolocam.model.engines.kernels.blocked.packing import (
    Packed,
    PackedWeights,
    pack_tiles,
    pack_whole_tiles,
)
from yolocam.model.engines.kernels.blocked.specs import ConvolutionSpec, InverseSpec, TransformSpec


def can_tile(convolution: Convolution) -> bool:
    """Whether a convolution can be done by tiles."""
    return convolution.weight.shape[2:] == (3, 3) and (convolution.stride, convolution.padding) == ((1, 1), 1)


@dataclass(frozen=True)
class TiledConvolution:
    """The steps of a convolution by tiles of `tile` x `tile` results.

    `scratch` is the byte of the arena from which on `scratch_bytes` are free.
    """

    operation: Convolution
    tile: int
    source: Place
    target: Place
    added: Sequence[Place]
    lanes: int
    batch: int
    cores: int
    scratch: int

    @property
    def _grid(self) -> tuple[int, int]:
        _, height, width = self.operation.shape
        return -(-height // self.tile), -(-width // self.tile)

    @property
    def _tiles(self) -> int:
        down, across = self._grid
        return self.batch * down * across

    @property
    def _positions(self) -> int:
        return (self.tile + 2) ** 2

    @property
    def _filters(self) -> int:
        return -(-self.operation.shape[0] // self.lanes)

    @property
    def _formats(self) -> tuple[NumberFormat, NumberFormat]:
        """Those of transformed tiles and of their products."""
        words = WORDS.get(self.source.kind.format)
        return (FP32, FP32) if words is None else (words, INT32)

    def _block_bytes(self, number_format: NumberFormat) -> int:
        """Bytes of a block of channels at one position of all tiles."""
        return self._tiles * self.lanes * number_format.bytes

    @property
    def scratch_bytes(self) -> int:
        """Return how much memory transformed tiles and their products take."""
        blocks = self.source.blocks, self._filters
        each = (self._block_bytes(number_format) for number_format in self._formats)
        return self._positions * sum(n * size for n, size in zip(blocks, each, strict=True))

    def steps(self, packed: PackedWeights) -> tuple[list[Step], list[Packed]]:
        """Return the steps, and the arrays that they point into."""
        positions = self._positions
        source = self.source
        moved = Address(ARENA, self.scratch)
        products = moved.after(positions * source.blocks * self._block_bytes(self._formats[0]))
        calls: list[Call] = []
        held: list[Packed] = []
        for registers, filters in filter_groups(self._filters):
            wishes = self.tile, source.positions, source.blocks, self.lanes, filters, registers
            if source.kind.format.scaled:
                weights = packed.get(pack_whole_tiles, self.operation, *wishes, source.grid)
            else:
                weights = packed.get(pack_tiles, self.operation, *wishes)
            held.append(weights)
            calls.extend(
                self._product(n, moved, products, weights, registers, filters) for n in range(positions)
            )
        biases = np.zeros(self._filters * self.lanes, np.float32)
        biases[: self.operation.shape[0]] = self.operation.bias
        finish = Packed(biases, biases, self._gains(held))
        steps = [Step([self._transform(moved)]), Step(calls), Step([self._back(products, finish)])]
        return steps, [*held, finish]

    def _gains(self, held: Sequence[Packed]) -> Array | None:
        """What a unit of the products means: (blocks of filters, positions, filters)."""
        found = [
            packed.gains.reshape(self._positions, -1, self.lanes)
            for packed in held
            if packed.gains is not None
        ]
        return np.ascontiguousarray(np.concatenate(found, 1).swapaxes(0, 1)) if found else None

    def _tile_strides(self, name: str, number_format: NumberFormat) -> dict[str, int | Address]:
        down, across = self._grid
        pixel = self.lanes * number_format.bytes
        return {
            f"{name}_image": down * across * pixel, f"{name}_row": across * pixel,
            f"{name}_block": self._block_bytes(number_format), "height": down, "width": across,
        }  # fmt: skip

    def _transform(self, moved: Address) -> Call:
        kind = self.source.kind
        result, _ = self._formats
        arguments: dict[str, int | Address] = {
            "image": self.source.first.after(-kind.row - kind.pixel), "results": moved,
            "position": self.source.blocks * self._block_bytes(result),
            **self.source.strides("in"), **self._tile_strides("out", result),
        }  # fmt: skip
        spec = TransformSpec(self.lanes, self.tile, format=kind.format, result=result)
        return Call(spec, arguments, self._parts(self.source.blocks))

    def _product(
        self,
        position: int,
        moved: Address,
        products: Address,
        packed: Packed,
        registers: int,
        filters: range,
    ) -> Call:
        before, behind = self._formats
        block, out_block = self._block_bytes(before), self._block_bytes(behind)
        first = position * self._filters + filters.start
        weights = packed.weights[position]
        biases = packed.biases[position] if packed.biases.ndim == 2 else packed.biases
        arguments: dict[str, int | Address] = {
            "image": moved.after(position * self.source.blocks * block),
            "in_pixel": self.lanes * before.bytes, "in_block": block,
            "results": products.after(first * out_block),
            "out_pixel": self.lanes * behind.bytes, "out_block": out_block,
            "width": self._tiles, "height": 1, "total": self._tiles,
            "blocks": self.source.blocks, "rows": 1, "trips": 1, "slope": bits(1.0),
            "weights": weights.ctypes.data, "weights_step": weights.strides[0],
            "biases": biases.ctypes.data,
        }  # fmt: skip
        pixels = pixels_at_once(registers, self.lanes, before)
        spec = ConvolutionSpec(
            self.lanes, registers, pixels, self.lanes, "leaky", adds=False, format=before, result=behind
        )
        parts = chunks.of_tiles(
            -(-self._tiles // pixels), len(filters) // registers,
            self._tiles * len(filters) * self.source.blocks * self.lanes, 1,
            image_bytes=self.source.blocks * block, weight_bytes=weights.nbytes,
        )  # fmt: skip
        return Call(spec, arguments, parts)

    def _back(self, products: Address, finish: Packed) -> Call:
        operation = self.operation
        _, height, width = operation.shape
        arguments: dict[str, int | Address] = {
            "image": products, "results": self.target.first, "biases": finish.biases.ctypes.data,
            "position": self._filters * self._block_bytes(self._formats[1]),
            "out_width": width, "out_height": height,
            "slope": bits(operation.slope), **self._tile_strides("in", self._formats[1]),
            **self.target.strides("out", pixel=True),
        }  # fmt: skip
        for place in self.added:
            arguments |= {"added": place.first, **place.strides("add", pixel=True)}
        arguments |= grids(self.source, self.target, self.added)
        if finish.gains is not None:
            arguments["gains"] = finish.gains.ctypes.data
        spec = InverseSpec(
            self.lanes, self.tile, operation.activation, adds=bool(self.added),
            format=self._formats[1], result=self.target.kind.format,
        )  # fmt: skip
        return Call(spec, arguments, self._parts(self._filters))

    def _parts(self, blocks: int) -> Sequence[chunks.Part]:
        down, _ = self._grid
        work = 4 * self._positions * self._tiles * blocks
        return chunks.of_rows(self.batch * down, blocks, work, self.cores)
