"""Runs the layers of a network as programs of kernels, one for each size of input and batch."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from yolocam.model.engines.compiled.lowering import lower
from yolocam.model.engines.kernels.blocked.numbers.byte_network import Ranges, in_bytes
from yolocam.model.engines.kernels.blocked.numbers.number_format import FP32, NumberFormat
from yolocam.model.engines.kernels.blocked.numbers.rounded_network import stored_in
from yolocam.model.engines.kernels.blocked.operations import Network
from yolocam.model.engines.kernels.blocked.packing import PackedWeights
from yolocam.model.engines.kernels.blocked.program import Program
from yolocam.model.engines.kernels.blocked.tile_trial import Measure, TileAnswers, measure_here
from yolocam.model.engines.kernels.blocked.widths import widest
from yolocam.model.engines.kernels.blocked.workers import Workers
from yolocam.model.engines.kernels.kernels import Compile, Kernels
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.system.core_shares import usable_cores

Form = tuple[int, int, int]
"""Batch, height, width."""

FORMS_KEPT = 6
"""How many programs are kept, with the memory in which they run."""

KEPT_BYTES = 256 << 20
"""How much of that memory the programs take together that were not used last."""


class CompiledLayers:
    """Runs a network whose batch normalisation is folded; the network stays unchanged.

    A size has to be prepared once before it can be run; `measure` says which layers are quicker by Winograd's
    way where nobody knows. The numbers between the layers are in `number_format`; if these are bytes, they
    span the `ranges` of the layers' outputs. May be called by several threads; `_lock` guards `_programs` and
    `_sizes`.
    """

    def __init__(
        self,
        network: DarknetNetwork,
        measure: Measure = measure_here,
        number_format: NumberFormat = FP32,
        ranges: Ranges | None = None,
    ) -> None:
        self._network = network
        self._measure = measure
        self._format = number_format
        self._ranges = ranges
        self._lanes = widest()
        self._kernels = Kernels()
        self._packed = PackedWeights()
        self._workers = Workers()
        self._lock = threading.Lock()
        self._programs: dict[Form, Program] = {}
        self._sizes: dict[tuple[int, int], Mapping[int, int]] = {}  # and the tiles of their layers
        self._answers = TileAnswers(self._kernels.processor, self._lanes, number_format)

    def prepared(self, size: tuple[int, int]) -> bool:
        """Whether `raw` has an answer for images of this height and width."""
        with self._lock:
            return size in self._sizes

    def prepare(self, size: tuple[int, int], compile_: Compile | None) -> bool:
        """Get ready for a size; in one thread at a time. Returns whether it has been done.

        Takes the kernels that an earlier run has made, or lets `compile_` make them. Without that, nothing is
        done if there are none. Raises RuntimeError, ValueError or OSError where it can't be done.
        """
        measure = None if compile_ is None else self._measure
        tiles = self._answers.tiles_for(self._lowered(size), measure)
        if tiles is None:
            return False
        program = self._build((1, *size), tiles)
        code = None
        if not self._kernels.load(program.kernels):
            if compile_ is None:
                return False
            code = self._kernels.make(program.kernels, compile_)
        self._run(program, torch.zeros(1, self._network.net.channels, *size))  # what is wrong shows here
        if code is not None:
            self._kernels.keep(program.kernels, code)
        self._keep((1, *size), program)
        with self._lock:
            self._sizes[size] = tiles
        return True

    def raw(self, x: Tensor) -> list[Tensor] | None:
        """float32 (B, channels, H, W) -> each head's raw float32 (B, A * (5 + C), Gh, Gw).

        None for a size that is not prepared.
        """
        form = x.shape[0], x.shape[2], x.shape[3]
        with self._lock:
            tiles = self._sizes.get((form[1], form[2]))
            if tiles is None:
                return None
            program = self._programs.pop(form, None)
            if program is not None:
                self._programs[form] = program  # the last used comes last
        if program is None:
            program = self._build(form, tiles)
            self._keep(form, program)
        return self._run(program, x)

    def close(self) -> None:
        """End the threads."""
        self._workers.close()

    def _lowered(self, size: tuple[int, int]) -> Network:
        network = lower(self._network, *size)
        if self._ranges is not None:
            return in_bytes(network, self._ranges, self._format)
        return network if self._format == FP32 else stored_in(network, self._format)

    def _build(self, form: Form, tiles: Mapping[int, int]) -> Program:
        batch, *size = form
        network = self._lowered((size[0], size[1]))
        return Program(network, self._kernels, self._packed, self._lanes, batch, usable_cores(), tiles)

    def _keep(self, form: Form, program: Program) -> None:
        with self._lock:
            self._programs[form] = program
            while len(self._programs) > 1 and self._keeps_too_much(form):
                del self._programs[next(iter(self._programs))]

    def _keeps_too_much(self, last: Form) -> bool:
        kept = sum(program.idle_bytes for form, program in self._programs.items() if form != last)
        return len(self._programs) > FORMS_KEPT or kept > KEPT_BYTES

    def _run(self, program: Program, x: Tensor) -> list[Tensor]:
        images = np.ascontiguousarray(x.detach().permute(0, 2, 3, 1).numpy())
        found = program(images, self._workers, torch.get_num_threads())
        return [torch.from_numpy(raw).permute(0, 3, 1, 2) for raw in found]
