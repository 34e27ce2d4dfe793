"""A network as a program of kernels: what runs it, in as many threads as wanted."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from yolocam.model.engines.kernels.blocked.calls import Step
from yolocam.model.engines.kernels.blocked.channels import channels_of
from yolocam.model.engines.kernels.blocked.driver import CHUNK_BYTES, COUNTER_BYTES, STEP_BYTES
from yolocam.model.engines.kernels.blocked.emission import Emitter
from yolocam.model.engines.kernels.blocked.fusion import fuse_sums
from yolocam.model.engines.kernels.blocked.layout import Address, Place
from yolocam.model.engines.kernels.blocked.operations import Array, Foreign, Network
from yolocam.model.engines.kernels.blocked.packing import PackedWeights, aligned
from yolocam.model.engines.kernels.blocked.placement import RESULT, Placement
from yolocam.model.engines.kernels.blocked.specs import DriverSpec, Spec
from yolocam.model.engines.kernels.blocked.workers import Workers, give_way
from yolocam.model.engines.kernels.kernels import Kernel, Kernels

Numbers = NDArray[np.int64]

NO_TILES: Mapping[int, int] = MappingProxyType({})


class Program:
    """A network for batches of one size. `kernels` need their code before the first run.

    `tiles` has the size of tile for each layer that is done by Winograd's way, see `tile_emission`.
    May be run by several threads at once: each run has memory of its own, which is kept for later ones.
    `_lock` guards `_idle`.
    """

    def __init__(
        self,
        network: Network,
        kernels: Kernels,
        packed: PackedWeights,
        lanes: int,
        batch: int,
        cores: int,
        tiles: Mapping[int, int] = NO_TILES,
    ) -> None:
        channels = channels_of(network, lanes)
        self.network = network = fuse_sums(network, channels)
        self.placement = Placement(network, channels, lanes, batch)
        emitter = Emitter(network, self.placement, packed, lanes, batch, cores, tiles)
        self._emitter = emitter
        self.steps = emitter.steps()
        self.batch = batch
        self.arena_bytes = self.placement.size + emitter.scratch_bytes
        self.driver = kernels.get(DriverSpec(lanes))
        self._kernels = {call.spec: kernels.get(call.spec) for step in self.steps for call in step.calls}
        self._lock = threading.Lock()
        self._idle: list[_Run] = []

    @property
    def kernels(self) -> list[Kernel]:
        """What the program calls, each once."""
        return [self.driver, *self._kernels.values()]

    def kernel(self, spec: Spec) -> Kernel:
        """Return one of them."""
        return self._kernels[spec]

    @property
    def idle_bytes(self) -> int:
        """How much memory is kept for later runs."""
        with self._lock:
            return self.arena_bytes * len(self._idle)

    def __call__(self, images: Array, workers: Workers, threads: int) -> list[Array]:
        """(B, height, width, channels), in one piece -> (B, h, w, c) for each result that is asked for."""
        with self._lock:
            run = self._idle.pop() if self._idle else None
        run = run or _Run(self)
        found = run(images, workers, threads)
        with self._lock:
            self._idle.append(run)
        return found

    def time(self, number: int, images: Array, workers: Workers) -> int:
        """Return the nanoseconds of this thread's own work that one operation takes, in a run for images."""
        run = _Run(self)
        run(images, workers, 1)
        return run.time(list(self._emitter.steps_of(number)), images, workers)


class _Run:
    """The memory of one run at a time: between the layers, and the tables that the driver reads."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._arena = aligned([program.arena_bytes // 4])
        for begin, size, zero in program.placement.fills:
            self._arena.view(np.uint8)[begin : begin + size] = zero
        self._outputs = [program.placement.output(n) for n in range(len(program.network.outputs))]
        self._taken = [_channels(place) for place in self._outputs]
        self._segments: list[_Segment | int] = []
        calls: list[Step] = []
        for step in [*program.steps, Step(foreign=-1)]:
            if step.foreign is None:
                calls.append(step)
                continue
            self._segments.append(_Segment(program, calls))
            calls = []
            if step.foreign >= 0:
                self._segments.append(step.foreign)

    def __call__(self, images: Array, workers: Workers, threads: int) -> list[Array]:
        outputs, bases = self._new_outputs(images)
        for segment in self._segments:
            if isinstance(segment, int):
                self._run_foreign(segment)
            else:
                segment.run(bases, workers, threads)
        return [output[..., taken] for output, taken in zip(outputs, self._taken, strict=True)]

    def time(self, steps: Sequence[Step], images: Array, workers: Workers) -> int:
        """Return the nanoseconds of this thread's own work that some steps take."""
        segment = _Segment(self._program, steps)
        outputs, bases = self._new_outputs(images)
        began = time.thread_time_ns()
        segment.run(bases, workers, 1)
        taken = time.thread_time_ns() - began
        del outputs  # which the kernels have written to
        return taken

    def _new_outputs(self, images: Array) -> tuple[list[Array], Numbers]:
        """Return memory for what is asked for, and what addresses are relative to."""
        outputs = [
            np.empty((self._program.batch, p.kind.height, p.kind.width, p.kind.channels), np.float32)
            for p in self._outputs
        ]
        arrays = (self._arena, images, *outputs)
        return outputs, np.array([0, *(array.ctypes.data for array in arrays)], np.int64)

    def _run_foreign(self, number: int) -> None:
        operation = self._program.network.operations[number]
        assert isinstance(operation, Foreign)
        places = [self._program.placement.foreign(number, n) for n in range(len(operation.sources))]
        result = operation.run([self._view(place)[..., _channels(place)] for place in places])
        self._view(self._program.placement.foreign(number, RESULT))[..., : result.shape[3]] = result

    def _view(self, place: Place) -> Array:
        kind = place.kind
        count = self._program.batch * kind.height * kind.width * kind.channels
        flat = self._arena[place.first.offset // 4 :][:count]
        return flat.reshape(self._program.batch, kind.height, kind.width, kind.channels)


def _channels(place: Place) -> slice | list[int]:
    """Which numbers of a pixel are channels: a slice, which copies nothing, where they follow one another."""
    count = len(place.positions)
    return slice(count) if place.positions == tuple(range(count)) else list(place.positions)


class _Segment:
    """The tables of some steps: arguments, chunks, steps, counters."""

    def __init__(self, program: Program, steps: Sequence[Step]) -> None:
        self._driver = program.driver
        self._count = len(steps)
        values: list[int | Address] = []
        chunks: list[tuple[int, ...]] = []
        table: list[tuple[int, int]] = []
        for step in steps:
            first = len(chunks)
            for call in step.calls:
                code = program.kernel(call.spec).code
                assert code is not None
                begin = len(values)
                values.extend(call.arguments.get(name, 0) for name in call.spec.fields)
                chunks.extend((code.address, begin, *part, 0, 0) for part in call.parts)
            table.append((first, len(chunks) - first))
        pairs = [value if isinstance(value, Address) else (0, value) for value in values]
        self._which, self._offsets = np.array(pairs, np.int64).reshape(-1, 2).T.copy()
        self._arguments = np.zeros_like(self._offsets)
        self._chunks = _lines(len(chunks))
        self._chunks[:] = np.array(chunks, np.int64).reshape(-1, CHUNK_BYTES // 8)
        self._chunks[:, 1] = self._arguments.ctypes.data + 8 * self._chunks[:, 1]
        self._steps = np.array(table, np.int64).reshape(-1, STEP_BYTES // 8)
        self._steps[:, 0] = self._chunks.ctypes.data + CHUNK_BYTES * self._steps[:, 0]
        self._counters = _lines(self._count)

    def run(self, bases: Numbers, workers: Workers, threads: int) -> None:
        """Run the steps, with addresses relative to these."""
        if not self._count:
            return
        np.take(bases, self._which, out=self._arguments)
        self._arguments += self._offsets
        self._counters[:] = 0
        steps, counters = self._steps.ctypes.data, self._counters.ctypes.data
        workers.run(lambda: self._driver(steps, counters, self._count, give_way()), threads)


def _lines(count: int) -> Numbers:
    """Zeros, eight numbers on each line of the cache."""
    assert CHUNK_BYTES == COUNTER_BYTES
    memory = aligned([count * CHUNK_BYTES // 4]).view(np.int64)
    return memory.reshape(count, CHUNK_BYTES // 8)
