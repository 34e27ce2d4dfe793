"""Finds out which convolutions are quicker by Winograd's way on this machine, and with which tiles."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from yolocam.model.engines.kernels.blocked.numbers.number_format import FP32, INT16, NumberFormat
from yolocam.model.engines.kernels.blocked.operations import Convolution, Input, Network, Operation
from yolocam.model.engines.kernels.blocked.packing import PackedWeights
from yolocam.model.engines.kernels.blocked.program import Program
from yolocam.model.engines.kernels.blocked.tile_emission import can_tile
from yolocam.model.engines.kernels.blocked.widths import widest
from yolocam.model.engines.kernels.blocked.workers import Workers
from yolocam.model.engines.kernels.compiler import compile_kernels
from yolocam.model.engines.kernels.kernels import Kernels
from yolocam.model.engines.kernels.maker import KernelMaker, be_patient
from yolocam.model.engines.kernels.store import AnswerStore

TILES = (0, 2, 4)
"""What is tried: 0 is the plain way."""

RUNS = 3
"""How often each is timed; the quickest run counts, in the time of the thread's own work."""

WORTH = 0.95
"""What more memory for weights has to bring time down to."""

MOST_BYTES = 64_000_000
"""What weights of tiles may take for one layer: with 4 x 4, these are four times as many as the layer has."""


class Shape(NamedTuple):
    """What the time of a convolution depends on: channels, filters, and the size of the image."""

    channels: int
    filters: int
    height: int
    width: int

    def fits(self, tile: int, number_format: NumberFormat) -> bool:
        """Whether weights for tiles of this size are few enough to be worth their memory."""
        each = INT16.bytes if number_format.scaled else FP32.bytes
        return tile == 0 or self.channels * self.filters * (tile + 2) ** 2 * each <= MOST_BYTES


def shapes_of(network: Network) -> dict[int, Shape]:
    """Return the shape of each layer that can be done by tiles."""
    found = {}
    for operation in network.operations:
        if isinstance(operation, Convolution) and can_tile(operation):
            source = network.operations[operation.sources[0]]
            if not isinstance(source, Input):
                found[operation.layer] = Shape(source.shape[0], *operation.shape)
    return found


Measure = Callable[[Sequence[Shape]], Sequence[int]]
"""Returns the size of tile with which each shape is quickest, 0 for the plain way."""


class TileAnswers:
    """What was measured for each shape; kept on disk, by processor."""

    def __init__(self, processor: str, lanes: int, number_format: NumberFormat = FP32) -> None:
        self._lanes = lanes
        self._format = number_format
        self._known: dict[Shape, int] = {}
        self._store = AnswerStore(processor)

    def tiles_for(self, network: Network, measure: Measure | None) -> Mapping[int, int] | None:
        """Return the size of tile of each layer that is quicker by tiles.

        What is not known is measured; where it may not be, the answer is None.
        """
        shapes = shapes_of(network)
        wanted = sorted(set(shapes.values()))
        if any(shape not in self._known for shape in wanted):
            self._known |= self._kept(wanted)
        missing = [shape for shape in wanted if shape not in self._known]
        if missing:
            if measure is None:
                return None
            self._known |= zip(missing, measure(missing), strict=True)
            self._store.put(self._key(wanted), json.dumps([self._known[shape] for shape in wanted]))
        return {layer: self._known[shape] for layer, shape in shapes.items() if self._known[shape]}

    def _kept(self, shapes: list[Shape]) -> dict[Shape, int]:
        text = self._store.get(self._key(shapes))
        try:
            answers = json.loads(text or "[]")
        except ValueError:
            return {}
        fits = isinstance(answers, list) and len(answers) == len(shapes) and all(a in TILES for a in answers)
        return dict(zip(shapes, answers, strict=True)) if fits else {}

    def _key(self, shapes: list[Shape]) -> str:
        return f"{self._lanes} {self._format.name} {shapes}"


def measure_here(shapes: Sequence[Shape], number_format: NumberFormat = FP32) -> list[int]:
    """Measure in this process, in about a second for a network; RuntimeError, OSError.

    Images between the layers are in `number_format`.
    """
    kernels, lanes = Kernels(), widest()
    answers = []
    for shape in shapes:
        program = partial(_program, kernels=kernels, lanes=lanes, number_format=number_format)
        times = {
            tile: _time(shape, program(shape, tile)) for tile in TILES if shape.fits(tile, number_format)
        }
        best = min(times.values())
        # The smallest that is about as quick: weights of large tiles take four times the memory.
        answers.append(next(tile for tile in times if times[tile] * WORTH <= best))
    return answers


def measure_elsewhere(
    maker: KernelMaker, shapes: Sequence[Shape], number_format: NumberFormat = FP32
) -> list[int]:
    """Do the same in a process of its own, of lowest priority; RuntimeError, OSError."""
    answers: list[int] = json.loads(maker.ask(__name__, json.dumps([asdict(number_format), shapes])))
    return answers


def main() -> None:
    """Read a format and shapes as JSON, and write what is quickest for each."""
    be_patient()
    number_format, shapes = json.load(sys.stdin)
    try:
        answers = measure_here([Shape(*shape) for shape in shapes], NumberFormat(**number_format))
    except RuntimeError as error:
        sys.exit(str(error))
    sys.stdout.write(json.dumps(answers))


def _program(shape: Shape, tile: int, kernels: Kernels, lanes: int, number_format: NumberFormat) -> Program:
    network = _alone(shape, number_format)
    program = Program(network, kernels, PackedWeights(), lanes, 1, 1, {1: tile})
    if new := [kernel for kernel in program.kernels if kernel.code is None]:
        kernels.make(new, compile_kernels)
    return program


def _time(shape: Shape, program: Program) -> int:
    """Return the nanoseconds of one convolution, of the thread's own work."""
    images = np.ones((1, shape.height, shape.width, 1), np.float32)
    return min(program.time(2, images, Workers()) for _ in range(RUNS))


def _alone(shape: Shape, number_format: NumberFormat) -> Network:
    """A network that does little besides one convolution, its operation number 2."""
    first = _convolution(0, 1, shape.channels, 1, shape)
    operations: list[Operation] = [
        Input(shape=(1, shape.height, shape.width)),
        first,
        _convolution(1, shape.channels, shape.filters, 3, shape),
    ]
    operations[1:] = [replace(operation, format=number_format) for operation in operations[1:]]
    return Network(tuple(operations), (2,))


def _convolution(layer: int, channels: int, filters: int, size: int, shape: Shape) -> Convolution:
    return Convolution(
        sources=(layer,), layer=layer, shape=(filters, shape.height, shape.width), stride=(1, 1),
        padding=size // 2, activation="leaky", slope=0.1, bias=np.zeros(filters, np.float32),
        weight=np.full((filters, channels, size, size), 1e-3, np.float32),
    )  # fmt: skip
