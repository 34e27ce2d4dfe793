"""Finds out which convolutions are quicker by Winograd's way on this machine, and with which tiles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from yolocam.model.engines.kernels.blocked.operations import Convolution, Input, Network, Operation
from yolocam.model.engines.kernels.blocked.packing import PackedWeights
from yolocam.model.engines.kernels.blocked.program import Program
from yolocam.model.engines.kernels.blocked.tile_emission import can_tile
from yolocam.model.engines.kernels.blocked.workers import Workers
from yolocam.model.engines.kernels.kernels import Compile, Kernels
from yolocam.model.engines.kernels.store import AnswerStore

TILES = (0, 2, 4)
"""What is tried: 0 is the plain way."""

RUNS = 3
"""How often each is timed; the quickest run counts, in the time of the thread's own work."""

WORTH = 0.95
"""What more memory for weights has to bring time down to."""

MOST_WEIGHTS = 16_000_000
"""Weights that tiles may take for one layer: with 4 x 4, they are four times as many as the layer has."""


class Shape(NamedTuple):
    """What the time of a convolution depends on: channels, filters, and the size of the image."""

    channels: int
    filters: int
    height: int
    width: int

    def fits(self, tile: int) -> bool:
        """Whether weights for tiles of this size are few enough to be worth their memory."""
        return tile == 0 or self.channels * self.filters * (tile + 2) ** 2 <= MOST_WEIGHTS


def shapes_of(network: Network) -> dict[int, Shape]:
    """Return the shape of each layer that can be done by tiles."""
    found = {}
    for operation in network.operations:
        if isinstance(operation, Convolution) and can_tile(operation):
            source = network.operations[operation.sources[0]]
            if not isinstance(source, Input):
                found[operation.layer] = Shape(source.shape[0], *operation.shape)
    return found


class TileTrial:
    """Measures once for each shape; answers are kept on disk, by processor."""

    def __init__(self, kernels: Kernels, lanes: int) -> None:
        self._kernels = kernels
        self._lanes = lanes
        self._known: dict[Shape, int] = {}
        self._store = AnswerStore(kernels.processor)

    def tiles_for(self, network: Network, compile_: Compile | None) -> Mapping[int, int] | None:
        """Return the size of tile of each layer that is quicker by tiles.

        What is not known is measured by kernels that `compile_` makes; without it, the answer is None.
        """
        shapes = shapes_of(network)
        wanted = sorted(set(shapes.values()))
        if any(shape not in self._known for shape in wanted):
            self._known |= self._kept(wanted)
        missing = [shape for shape in wanted if shape not in self._known]
        if missing and compile_ is None:
            return None
        if missing and compile_ is not None:
            self._measure(missing, compile_)
            answers = [self._known[shape] for shape in wanted]
            self._store.put(self._key(wanted), json.dumps(answers))
        return {layer: self._known[shape] for layer, shape in shapes.items() if self._known[shape]}

    def _measure(self, shapes: list[Shape], compile_: Compile) -> None:
        for shape in shapes:
            times = {tile: self._time(shape, tile, compile_) for tile in TILES if shape.fits(tile)}
            best = min(times, key=times.__getitem__)
            # The smallest that is about as quick: weights of large tiles take four times the memory.
            self._known[shape] = next(tile for tile in times if times[tile] * WORTH <= times[best])

    def _time(self, shape: Shape, tile: int, compile_: Compile) -> int:
        """Return the nanoseconds of one convolution."""
        program = Program(_alone(shape), self._kernels, PackedWeights(), self._lanes, 1, 1, {1: tile})
        if new := [kernel for kernel in program.kernels if kernel.code is None]:
            self._kernels.make(new, compile_)
        images = np.ones((1, shape.height, shape.width, 1), np.float32)
        return min(program.time(2, images, Workers()) for _ in range(RUNS))

    def _kept(self, shapes: list[Shape]) -> dict[Shape, int]:
        text = self._store.get(self._key(shapes))
        try:
            answers = json.loads(text or "[]")
        except ValueError:
            return {}
        fits = isinstance(answers, list) and len(answers) == len(shapes) and all(a in TILES for a in answers)
        return dict(zip(shapes, answers, strict=True)) if fits else {}

    def _key(self, shapes: list[Shape]) -> str:
        return f"{self._lanes} {shapes}"


def _alone(shape: Shape) -> Network:
    """A network that does little besides one convolution, its operation number 2."""
    first = _convolution(0, 1, shape.channels, 1, shape)
    operations: list[Operation] = [
        Input(shape=(1, shape.height, shape.width)),
        first,
        _convolution(1, shape.channels, shape.filters, 3, shape),
    ]
    return Network(tuple(operations), (2,))


def _convolution(layer: int, channels: int, filters: int, size: int, shape: Shape) -> Convolution:
    return Convolution(
        sources=(layer,), layer=layer, shape=(filters, shape.height, shape.width), stride=(1, 1),
        padding=size // 2, activation="leaky", slope=0.1, bias=np.zeros(filters, np.float32),
        weight=np.full((filters, channels, size, size), 1e-3, np.float32),
    )  # fmt: skip
