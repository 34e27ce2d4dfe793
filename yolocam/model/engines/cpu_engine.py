"""The engine for the CPU: fits frames, runs the network and post-processes there."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Protocol, runtime_checkable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from yolocam.frame import Image, Timing
from yolocam.letterbox import Placement
from yolocam.model.engines.engine import EngineStatus, PendingRows, Rows
from yolocam.model.engines.pending import Pending
from yolocam.model.layers.heads import Head
from yolocam.model.postprocess.rows import Thresholds, found_in
from yolocam.model.preprocess import fit_frame


class HostNetwork(Protocol):
    """A network that takes frames fitted in the computer's memory."""

    @property
    def heads(self) -> Sequence[Head]:
        """The detection layers, which say what the raw numbers mean."""

    @property
    def dtype(self) -> torch.dtype:
        """The type of its numbers; one of float16 takes frames as bytes."""

    @property
    def status(self) -> EngineStatus:
        """Where and how it runs now."""

    def __call__(self, images: Tensor) -> Sequence[Tensor]:
        """(B, H, W, 3) BGR in 0..255, fitted to the input -> raw (B, A * (5 + C), Gh, Gw) for each head.

        On as many cores as torch has in this thread.
        """

    def close(self) -> None:
        """End what is being prepared."""


@runtime_checkable
class CalibratedNetwork(Protocol):
    """A network that can measure what its number format has to span."""

    def calibrate(self, images: Sequence[Tensor]) -> None:
        """Measure on these images, each as the network takes it, and wait for the outcome."""


@runtime_checkable
class SettlingNetwork(Protocol):
    """A network that may find out at its first images in which form it is quickest."""

    def settle(self, images: Tensor) -> None:
        """Find out now where a live source needs it; images as the network takes them."""


class CpuEngine:
    """Runs on the CPU, or on any device without streams of its own (mps).

    With one stream, the thread that asks for the result does the work on all cores: the lowest latency for a
    single image. With several, each stream has a thread, one core and a batch of its own. No core waits for
    another at the end of a layer, so the throughput is higher and each image takes longer.
    """

    def __init__(
        self, network: HostNetwork, device: torch.device, streams: int = 1, *, left_out: str | None = None
    ) -> None:
        self._network = network
        self._device = device
        self._left_out = left_out
        self._canvases = threading.local()  # each thread fits frames into an array of its own
        self._pool: ThreadPoolExecutor | None = None
        self.set_streams(streams)

    def set_streams(self, streams: int, most_pixels: int | None = None) -> None:
        """Take another number of streams, while nothing is under way.

        A batch with more than `most_pixels` of input is worked at by all cores together nevertheless.
        """
        if self._pool is not None:
            self._pool.shutdown()
        self.streams = streams
        self._most_pixels = most_pixels
        # One more than compute: a finished stream goes on before the other results are read.
        self.slots = streams + 1 if streams > 1 else 1
        self._pool = _single_core_threads(streams) if streams > 1 else None

    @property
    def status(self) -> EngineStatus:
        """What the network says of itself."""
        return replace(self._network.status, left_out=self._left_out)

    def submit(self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds) -> PendingRows:
        """Hand the work to a stream, or keep it until the result is asked for."""
        work = partial(self._run, images, places, limits)
        pool = self._pool_for(places)
        return Pending(work) if pool is None else pool.submit(work)

    def warm(self, image: Image, place: Placement, limits: Thresholds) -> None:
        """Run one frame where those of its size run, on as many cores: weights are laid out for that."""
        self.submit([image], [place], limits).result()
        if isinstance(self._network, SettlingNetwork):
            work = partial(self._settle, self._network, image, place)
            pool = self._pool_for([place])
            (Pending(work) if pool is None else pool.submit(work)).result()

    def calibrate(self, images: Iterable[Image], places: Sequence[Placement]) -> None:
        """Fit the images, and have a network that can measure on them do so."""
        if not isinstance(self._network, CalibratedNetwork):
            return
        fitted = []
        for image, place in zip(images, places, strict=True):
            canvas = np.empty((1, place.net_wh[1], place.net_wh[0], 3), np.float32)
            fit_frame(image, place, canvas[0])
            fitted.append(torch.from_numpy(canvas))
        self._network.calibrate(fitted)

    def _pool_for(self, places: Sequence[Placement]) -> ThreadPoolExecutor | None:
        pixels = len(places) * places[0].net_wh[0] * places[0].net_wh[1]
        return None if self._most_pixels is not None and pixels > self._most_pixels else self._pool

    def close(self) -> None:
        """End the streams."""
        if self._pool is not None:
            self._pool.shutdown()
        self._network.close()

    def _run(
        self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds
    ) -> tuple[Rows, Timing]:
        started = time.perf_counter_ns()
        canvas = self._canvas(len(images), places[0].net_wh)
        for image, place, target in zip(images, places, canvas, strict=True):
            fit_frame(image, place, target)
        with torch.inference_mode():
            batch = torch.from_numpy(canvas).to(self._device)
            prepared, began = time.perf_counter_ns(), time.thread_time_ns()
            raw = self._network(batch)
            self._synchronize()
            computed, spent = time.perf_counter_ns(), time.thread_time_ns() - began
            size_hw = canvas.shape[1], canvas.shape[2]
            rows = found_in(self._network.heads, raw, size_hw, limits).cpu().numpy()
        done = time.perf_counter_ns()
        return rows, Timing(prepared - started, computed - prepared, done - computed, spent)

    def _settle(self, network: SettlingNetwork, image: Image, place: Placement) -> None:
        canvas = self._canvas(1, place.net_wh)
        fit_frame(image, place, canvas[0])
        with torch.inference_mode():
            network.settle(torch.from_numpy(canvas).to(self._device))

    def _canvas(self, batch: int, net_wh: tuple[int, int]) -> Image | NDArray[np.float32]:
        """Return this thread's array for the network's input: float32, or bytes for an fp16 network.

        Bytes would cost bf16 0.7 of AP50 on 128 images, and make no time good.
        """
        shape = batch, net_wh[1], net_wh[0], 3
        canvas: Image | NDArray[np.float32] | None = getattr(self._canvases, "array", None)
        if canvas is None or canvas.shape != shape:
            rounded = self._network.dtype == torch.float16
            canvas = np.empty(shape, np.uint8) if rounded else np.empty(shape, np.float32)
            self._canvases.array = canvas
        return canvas

    def _synchronize(self) -> None:
        if self._device.type == "mps":
            torch.mps.synchronize()


def _single_core_threads(count: int) -> ThreadPoolExecutor:
    """Return threads that each compute on one core.

    How many cores torch uses is a property of the thread that asks it to compute. Setting it changes
    what threads get that have not computed yet, too: so all are started here, and it is put back.
    """
    before = torch.get_num_threads()
    pool = ThreadPoolExecutor(count, "stream")
    started = threading.Barrier(count)

    def start() -> None:
        torch.set_num_threads(1)
        torch.get_num_threads()  # from here on this thread keeps its number
        started.wait()

    for thread in [pool.submit(start) for _ in range(count)]:
        thread.result()
    torch.set_num_threads(before)
    return pool
