"""Lets PyTorch and generated kernels take turns, and goes on with what is quicker on this machine."""

from __future__ import annotations

import hashlib
import json
import math
import threading
import time
from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor

from yolocam.model.engines.compiled.compiled_builder import CompiledBuilder
from yolocam.model.engines.kernels.store import AnswerStore
from yolocam.model.engines.torch_cpu.fused import FusedLayers
from yolocam.model.engines.torch_cpu.instructions import capabilities
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.layer import Layer

TURNS = 6
"""Turns that each has, the first of which does not count; the quickest of the others does."""

WORTH = 0.95
"""What kernels have to bring the time down to, to be taken."""

LIVE_IMAGES = 60
"""From which image of a live source on kernels are made at all: a start must not be held up."""

TOO_LONG_NS = 20_000_000
"""From here on PyTorch leaves a live source too little of the 33 ms between two frames."""

HOPELESS_NS = 3 * TOO_LONG_NS
"""From here on kernels do not bring it down to that either."""

_LOOKS = 3
"""Images by which PyTorch is judged, by the quickest: what else the machine does must not decide it."""

_NO_DOUBT_NS = _LOOKS * HOPELESS_NS
"""From here on one image is enough: nothing else on the machine makes it look that slow."""

Way = tuple[int, int, int]
"""Height, width and number of threads."""


class RacingBuilder(CompiledBuilder):
    """Runs a network by PyTorch, and by kernels where these have proven quicker.

    Both compute in the same precision. Answers are kept on disk, by processor, network, size and threads.
    Images of a file are never treated differently: the first waits for the answer. `_race_lock` guards
    `_answers`, `_times` and `_seen_live`.
    """

    def __init__(
        self, network: DarknetNetwork, exact: FusedLayers, image_count: int | None, precision: str = "fp32"
    ) -> None:
        super().__init__(network, exact, image_count, precision)
        self._race_lock = threading.Lock()
        self._answers: dict[Way, bool | None] = {}
        self._times: dict[tuple[Way, bool], list[int]] = {}
        self._seen_live = 0
        self._released = False
        self._structure = _structure(network)
        self._store = AnswerStore(f"{sorted(capabilities().items())} torch {torch.__version__}")

    waits_for_kept = False  # a start is as quick as PyTorch's: weights are packed meanwhile

    @property
    def taken_up(self) -> bool:
        """Always: either way it is the precision that was asked for."""
        return True

    def raw(self, x: Tensor) -> list[Tensor]:
        """float32 (B, channels, H, W), channels_last -> each head's raw float32 (B, A * (5 + C), Gh, Gw)."""
        way = x.shape[2], x.shape[3], torch.get_num_threads()
        answer = self._answer(way)
        if answer is False or self.refusal is not None:
            return self._exact.raw(x)
        if answer is None:
            found = self._race(way, x)
            while self._waits and self._answer(way) is None and self.refusal is None:
                found = self._race(way, x)
            return found
        found = super().raw(x)
        if not self._released and self._ready((way[0], way[1])):
            self._released = True
            self._exact.release()  # its copy of the weights
        return found

    def settle(self, x: Tensor) -> None:
        """Find out now, in seconds, if nobody knows and a live source can be kept up with by kernels only.

        For a start, at an image that nobody waits for: those of the source are all answered in time then.
        """
        way = x.shape[2], x.shape[3], torch.get_num_threads()
        if self._waits or self.refusal is not None or self._answer(way) is not None:
            return
        if not TOO_LONG_NS < self._pace_ns(x, way[2]) < HOPELESS_NS:
            return
        self.make((way[0], way[1]))
        with self._race_lock:
            self._seen_live = max(self._seen_live, LIVE_IMAGES)
        while self._ready((way[0], way[1])) and self._answer(way) is None and self.refusal is None:
            self._race(way, x)

    def _pace_ns(self, x: Tensor, threads: int) -> float:
        """Return a thread's time for an image by PyTorch: the least of some, as threads may wait busily."""
        least = math.inf
        for _ in range(_LOOKS):
            began = time.process_time_ns()
            self._exact.raw(x)
            least = min(least, (time.process_time_ns() - began) / threads)
            if not TOO_LONG_NS < least < _NO_DOUBT_NS:
                break
        return least

    def _answer(self, way: Way) -> bool | None:
        with self._race_lock:
            if way not in self._answers:
                kept = self._store.get(self._key(way))
                self._answers[way] = None if kept is None else kept == "true"
            return self._answers[way]

    def _race(self, way: Way, x: Tensor) -> list[Tensor]:
        """Let the one that has had fewer turns have the next, once kernels are ready."""
        with self._race_lock:
            self._seen_live += 1
            early = not self._waits and self._seen_live < LIVE_IMAGES
            mine, theirs = (self._times.setdefault((way, kernels), []) for kernels in (True, False))
            kernels = len(mine) < len(theirs)
        if early:
            return self._exact.raw(x)
        if not self._ready((way[0], way[1])):
            return super().raw(x)  # which asks for them
        # On one core it is this thread that computes: its own time is the same whatever else runs.
        clock = time.thread_time_ns if way[2] == 1 else time.perf_counter_ns
        began = clock()
        found = super().raw(x) if kernels else self._exact.raw(x)
        taken = clock() - began
        with self._race_lock:
            (mine if kernels else theirs).append(taken)
            if min(len(mine), len(theirs)) >= TURNS and self._answers[way] is None:
                self._decide(way, min(mine[1:]) <= WORTH * min(theirs[1:]))
        return found

    def _decide(self, way: Way, kernels: bool) -> None:
        self._answers[way] = kernels
        self._store.put(self._key(way), json.dumps(kernels))

    def _key(self, way: Way) -> str:
        return f"{self._structure} {self._precision} {way}"


def _structure(network: DarknetNetwork) -> str:
    """Return a text that is the same for networks of the same layers, whatever they have learnt."""
    layers = [
        (type(layer).__name__, layer.sources, [tuple(parameter.shape) for parameter in layer.parameters()])
        for layer in cast("Sequence[Layer]", network.layers)
    ]
    return hashlib.sha256(repr(layers).encode()).hexdigest()
