"""Turns a convolution into calls of kernels by Winograd's way: transform, products, transform back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yolocam.model.engines.kernels.blocked import chunks
from yolocam.model.engines.kernels.blocked.calls import Call, Step, bits, filter_groups, grids, pixels_at_once
from yolocam.model.engines.kernels.blocked.layout import ARENA, Address, Place
from yolocam.model.engines.kernels.blocked.numbers.number_format import FP32
from yolocam.model.engines.kernels.blocked.operations import Array, Convolution
from yolocam.model.engines.kernels.blocked.packing import Packed, PackedWeights, pack_tiles
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
    def _pixel(self) -> int:
        """Bytes of a block of channels at a position of a tile, in float32."""
        return self.lanes * FP32.bytes

    @property
    def _block_bytes(self) -> int:
        return self._tiles * self._pixel

    @property
    def scratch_bytes(self) -> int:
        """Return how much memory transformed tiles and their products take."""
        return self._positions * (self.source.blocks + self._filters) * self._block_bytes

    def steps(self, packed: PackedWeights) -> tuple[list[Step], list[Packed]]:
        """Return the steps, and the arrays that they point into."""
        positions = self._positions
        source = self.source
        moved = Address(ARENA, self.scratch)
        products = moved.after(positions * source.blocks * self._block_bytes)
        calls: list[Call] = []
        held: list[Packed] = []
        for registers, filters in filter_groups(self._filters):
            wishes = self.tile, source.positions, source.blocks, self.lanes, filters, registers
            weights = packed.get(pack_tiles, self.operation, *wishes)
            held.append(weights)
            calls.extend(
                self._product(n, moved, products, weights, registers, filters) for n in range(positions)
            )
        biases = np.zeros(self._filters * self.lanes, np.float32)
        biases[: self.operation.shape[0]] = self.operation.bias
        steps = [Step([self._transform(moved)]), Step(calls), Step([self._back(products, biases)])]
        return steps, [*held, Packed(biases, biases)]

    def _tile_strides(self, name: str) -> dict[str, int | Address]:
        down, across = self._grid
        pixel = self._pixel
        return {
            f"{name}_image": down * across * pixel, f"{name}_row": across * pixel,
            f"{name}_block": self._block_bytes, "height": down, "width": across,
        }  # fmt: skip

    def _transform(self, moved: Address) -> Call:
        kind = self.source.kind
        arguments: dict[str, int | Address] = {
            "image": self.source.first.after(-kind.row - kind.pixel), "results": moved,
            "position": self.source.blocks * self._block_bytes,
            **self.source.strides("in"), **self._tile_strides("out"), **grids(self.source, self.target),
        }  # fmt: skip
        spec = TransformSpec(self.lanes, self.tile, format=kind.format)
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
        pixel, block = self._pixel, self._block_bytes
        first = position * self._filters + filters.start
        weights = packed.weights[position]
        arguments: dict[str, int | Address] = {
            "image": moved.after(position * self.source.blocks * block), "in_pixel": pixel, "in_block": block,
            "results": products.after(first * block), "out_pixel": pixel, "out_block": block,
            "width": self._tiles, "height": 1, "total": self._tiles,
            "blocks": self.source.blocks, "rows": 1, "trips": 1, "slope": bits(1.0),
            "weights": weights.ctypes.data, "weights_step": weights.strides[0],
            "biases": packed.biases.ctypes.data,
        }  # fmt: skip
        pixels = pixels_at_once(registers, self.lanes, FP32)
        spec = ConvolutionSpec(self.lanes, registers, pixels, self.lanes, "leaky", adds=False)
        parts = chunks.of_tiles(
            -(-self._tiles // pixels), len(filters) // registers,
            self._tiles * len(filters) * self.source.blocks * self.lanes, 1,
            image_bytes=self.source.blocks * block, weight_bytes=weights.nbytes,
        )  # fmt: skip
        return Call(spec, arguments, parts)

    def _back(self, products: Address, biases: Array) -> Call:
        operation = self.operation
        _, height, width = operation.shape
        arguments: dict[str, int | Address] = {
            "image": products, "results": self.target.first, "biases": biases.ctypes.data,
            "position": self._filters * self._block_bytes, "out_width": width, "out_height": height,
            "slope": bits(operation.slope), **self._tile_strides("in"),
            **self.target.strides("out", pixel=True),
        }  # fmt: skip
        for place in self.added:
            arguments |= {"added": place.first, **place.strides("add", pixel=True)}
        arguments |= grids(self.source, self.target, self.added)
        spec = InverseSpec(
            self.lanes, self.tile, operation.activation, adds=bool(self.added), result=self.target.kind.format
        )
        return Call(spec, arguments, self._parts(self._filters))

    def _parts(self, blocks: int) -> Sequence[chunks.Part]:
        down, _ = self._grid
        work = 4 * self._positions * self._tiles * blocks
        return chunks.of_rows(self.batch * down, blocks, work, self.cores)
