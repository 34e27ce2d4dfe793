"""What runs a network on one kind of device, and how it does on the CPU."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from yolocam.frame import Image, Timing
from yolocam.model.boxes import Placement, fit_frame
from yolocam.model.postprocess import Thresholds, postprocess
from yolocam.model.runtime import InferenceNetwork

Rows = NDArray[np.float32]
"""float32 (D, 8), see `postprocess`."""


class PendingRows(Protocol):
    """A batch under way."""

    def result(self) -> tuple[Rows, Timing]:
        """Wait for the rows, in pixels of the network's input, and the whole batch's time."""


class Engine(Protocol):
    """Runs batches of frames through a network."""

    @property
    def slots(self) -> int:
        """How many batches may be under way."""

    def submit(self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds) -> PendingRows:
        """Start on frames that all have their place in an input of the same size."""

    def close(self) -> None:
        """Release the memory."""


class CpuEngine:
    """Runs in the thread that asks for the result: there is nothing to overlap with on the CPU.

    Serves every device without streams of its own (mps too): the input is moved there and back.
    """

    slots = 1

    def __init__(self, network: InferenceNetwork, device: torch.device) -> None:
        self._network = network
        self._device = device
        self._canvas = np.zeros((0, 0, 0, 3), np.uint8)

    def submit(self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds) -> PendingRows:
        """Remember the work; see `run`."""
        return _CpuPending(self, images, places, limits)

    def close(self) -> None:
        """Nothing to release beyond the object itself."""

    def run(
        self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds
    ) -> tuple[Rows, Timing]:
        """Fit the frames, run the network, and post-process."""
        started = time.perf_counter_ns()
        net_w, net_h = places[0].net_wh
        if self._canvas.shape[:3] != (len(images), net_h, net_w):
            self._canvas = np.empty((len(images), net_h, net_w, 3), np.uint8)
        for image, place, canvas in zip(images, places, self._canvas, strict=True):
            fit_frame(image, place, canvas)
        with torch.inference_mode():
            batch = torch.from_numpy(self._canvas).to(self._device)
            prepared = time.perf_counter_ns()
            raw = self._network(batch)
            self._synchronize()
            computed = time.perf_counter_ns()
            rows = postprocess(self._network.heads, raw, (net_h, net_w), limits).cpu().numpy()
        done = time.perf_counter_ns()
        return rows, Timing(prepared - started, computed - prepared, done - computed)

    def _synchronize(self) -> None:
        if self._device.type == "mps":
            torch.mps.synchronize()


class _CpuPending:
    def __init__(
        self,
        engine: CpuEngine,
        images: Sequence[Image],
        places: Sequence[Placement],
        limits: Thresholds,
    ) -> None:
        self._engine = engine
        self._images = images
        self._places = places
        self._limits = limits

    def result(self) -> tuple[Rows, Timing]:
        """Do the work now."""
        return self._engine.run(self._images, self._places, self._limits)
