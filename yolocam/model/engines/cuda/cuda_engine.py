"""Runs a network on a CUDA device: two streams and pinned slots; only `result` waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from yolocam.frame import Image, Timing
from yolocam.letterbox import Placement
from yolocam.model.engines.cuda.device_steps import DeviceSteps, steps_for
from yolocam.model.engines.cuda.graph_cache import CudaGraphCache, DetectGraph, GraphKey, GraphRecorder
from yolocam.model.engines.cuda.recorded_layers import RecordedLayers, layers_for
from yolocam.model.engines.cuda.staging import Event, Slot, SlotRing
from yolocam.model.engines.engine import EngineStatus, PendingRows, Rows
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.postprocess.fixed_shapes import postprocess_fixed
from yolocam.model.postprocess.rows import COLUMNS, Thresholds, found_in
from yolocam.model.preprocess import fit_frame, fit_tensor


class CudaStaging:
    """The two streams and the copies between them, as `staging.StagingDevice` describes."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self.copying = torch.cuda.Stream(device)
        self.computing = torch.cuda.Stream(device, priority=-1)  # before another program's, and recordings
        # The weights are still being brought into their layout there.
        self.computing.wait_stream(torch.cuda.default_stream(device))

    def pinned(self, nbytes: int) -> Tensor:
        """Return page-locked uint8 (nbytes,)."""
        return torch.empty(nbytes, dtype=torch.uint8, pin_memory=True)

    def memory(self, nbytes: int) -> Tensor:
        """Return device uint8 (nbytes,), which both streams use."""
        memory = torch.empty(nbytes, dtype=torch.uint8, device=self.device)
        memory.record_stream(self.copying)
        memory.record_stream(self.computing)
        return memory

    def upload(self, target: Tensor, source: Tensor, nbytes: int) -> Event:
        """Queue the copy on the copy stream.

        Nothing on the compute stream still reads `target`: its slot's last result has been read.
        """
        with torch.cuda.stream(self.copying):
            target[:nbytes].copy_(source[:nbytes], non_blocking=True)
        return _mark(self.copying)

    def compute_after(self, uploaded: Event) -> None:
        """Hold the compute stream until the upload is complete."""
        assert isinstance(uploaded, torch.cuda.Event)
        self.computing.wait_event(uploaded)

    def download(self, target: Tensor, source: Tensor, nbytes: int) -> Event:
        """Queue the copy on the compute stream, behind what made `source`."""
        with torch.cuda.stream(self.computing):
            target[:nbytes].copy_(source[:nbytes], non_blocking=True)
        return _mark(self.computing)


def _mark(stream: torch.cuda.Stream) -> Event:
    """Return an event behind what is queued; waiting for it leaves the core to other threads."""
    event = torch.cuda.Event(blocking=True)
    event.record(stream)
    marked: Event = event
    return marked


class CudaEngine:
    """Uploads raw frames, then fits them and runs network and NMS on the GPU; only rows come back.

    With a `recorder`, network and NMS are one recorded graph for each size and batch. Without, each kernel is
    launched by itself. The results are the same. `_queueing` is held from the copy into a recording's memory
    to the copy out of it: `warm` uses the same recordings on another thread. `steps` and
    `layers` None take the quickest.
    """

    def __init__(
        self,
        network: InferenceNetwork,
        device: torch.device,
        recorder: GraphRecorder | None = None,
        steps: DeviceSteps | None = None,
        layers: RecordedLayers | None = None,
    ) -> None:
        torch.backends.cudnn.allow_tf32 = False  # PyTorch's default rounds the products of fp32 to 10 bits
        self._network = network
        self._steps = steps or steps_for(network.heads, device)
        self._layers = layers if recorder is None else layers or layers_for(network.network, device)
        self._graphs = (
            None if recorder is None else CudaGraphCache(network, device, recorder, self._steps, self._layers)
        )
        self._staging = CudaStaging(device)
        self._ring: SlotRing[Tensor] = SlotRing(self._staging)
        self._wanted: tuple[frozenset[int], Tensor] | None = None
        self._queueing = threading.Lock()

    @property
    def slots(self) -> int:
        """As many batches as there are pinned slots."""
        return len(self._ring)

    @property
    def status(self) -> EngineStatus:
        """What the network says of itself, or why it is slower than it could be."""
        status = self._network.status
        refusal = None if self._graphs is None else self._graphs.refusal
        return status if refusal is None else replace(status, refusal=refusal)

    def submit(self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds) -> PendingRows:
        """Queue everything from the upload to the copy of the result; returns without waiting."""
        slot = self._ring.take()
        try:
            if limits.floor is not None:
                return self._propose(slot, images, places, limits)
            return self._queue(slot, images, places, limits)
        except BaseException:
            slot.reset()
            raise

    def warm(self, image: Image, place: Placement, limits: Thresholds) -> None:
        """Run one frame in a slot of its own, so that those of the frames under way are left alone."""
        work = [image], [place], replace(limits, floor=None)
        self._queue(Slot(self._staging), *work, wait=True).result()

    def close(self) -> None:
        """Wait for what is queued, so that its memory can be given back."""
        self._staging.computing.synchronize()
        if self._layers is not None:
            self._layers.close()

    def _queue(
        self,
        slot: Slot[Tensor],
        images: Sequence[Image],
        places: Sequence[Placement],
        limits: Thresholds,
        *,
        wait: bool = False,
    ) -> _CudaPending:
        place = self._write(slot, images, places)
        frame_w, frame_h = place.frame_wh
        shape = (len(images), frame_h, frame_w, 3)
        marks = [torch.cuda.Event(enable_timing=True, blocking=True) for _ in range(3)]  # begun, fitted, done
        with torch.inference_mode(), torch.cuda.stream(self._staging.computing):
            graph = self._graph(GraphKey(len(images), place.net_wh), wait)
            with self._queueing:
                marks[0].record()
                batch = slot.upload()[: int(np.prod(shape))].view(shape)
                x = self._input(len(images), place.net_wh, graph)
                self._steps.fit_into(batch, place, x)
                marks[1].record()
                rows = self._detect(x, limits, graph)
                marks[2].record()
                flat = rows.contiguous().view(torch.uint8).view(-1)
                slot.download(flat, flat.numel())
        return _CudaPending(self, slot, batch, place, limits, tuple(rows.shape), marks)

    def _propose(
        self,
        slot: Slot[Tensor],
        images: Sequence[Image],
        places: Sequence[Placement],
        limits: Thresholds,
    ) -> _Proposed:
        """Do the whole batch now and wait for it: the number of candidates decides the shapes."""
        started = time.perf_counter_ns()
        place = self._write(slot, images, places)
        frame_w, frame_h = place.frame_wh
        shape = (len(images), frame_h, frame_w, 3)
        with torch.inference_mode(), torch.cuda.stream(self._staging.computing):
            batch = slot.upload()[: int(np.prod(shape))].view(shape)
        prepared = time.perf_counter_ns()
        rows = self.exact(batch, place, limits)
        slot.reset()
        return _Proposed(rows, Timing(prepared - started, time.perf_counter_ns() - prepared))

    def _graph(self, key: GraphKey, wait: bool) -> DetectGraph | None:
        return None if self._graphs is None else self._graphs.get(key, wait=wait)

    def _input(self, batch: int, net_wh: tuple[int, int], graph: DetectGraph | None) -> Tensor:
        if graph is not None:
            return graph.x[:batch]
        shape = batch, net_wh[1], net_wh[0], 3
        return torch.empty(shape, dtype=self._network.dtype, device=self._staging.device)

    def _detect(self, x: Tensor, limits: Thresholds, graph: DetectGraph | None) -> Tensor:
        wanted = self._wanted_classes(limits)
        if graph is not None:
            return graph.run(len(x), limits, wanted)
        raw = self._network(x)
        return postprocess_fixed(self._network.heads, raw, (x.shape[1], x.shape[2]), limits, wanted)

    def _write(self, slot: Slot[Tensor], images: Sequence[Image], places: Sequence[Placement]) -> Placement:
        """Copy the frames into the slot and return how they are to be fitted on the GPU."""
        first = places[0]
        alike = all(place == first for place in places)
        # Raw frames of different sizes make no batch, so the CPU fits those.
        place = first if alike else Placement(first.net_wh, first.net_wh, first.net_wh, (0, 0))
        shape = (len(images), place.frame_wh[1], place.frame_wh[0], 3)
        nbytes = int(np.prod(shape))
        host = slot.begin(nbytes)[:nbytes].numpy().reshape(shape)
        for image, its_place, target in zip(images, places, host, strict=True):
            if alike:
                np.copyto(target, image)
            else:
                fit_frame(image, its_place, target)
        return place

    def _wanted_classes(self, limits: Thresholds) -> Tensor | None:
        if limits.classes is None:
            return None
        wanted = self._wanted
        if wanted is None or wanted[0] != limits.classes:
            known = range(self._network.heads[0].num_classes)  # a wish may be for another network's
            mask = torch.tensor([number in limits.classes for number in known])
            self._wanted = wanted = limits.classes, mask.to(self._staging.device)
        return wanted[1]

    def exact(self, batch: Tensor, place: Placement, limits: Thresholds) -> Rows:
        """Run a batch once more and post-process without the bounds of fixed shapes: for crowds beyond them.

        `batch` is uint8 (B, H, W, 3) on the device.
        """
        size_hw = place.net_wh[1], place.net_wh[0]
        with torch.inference_mode(), torch.cuda.stream(self._staging.computing):
            raw = self._network(fit_tensor(batch, place))
            rows: Rows = found_in(self._network.heads, raw, size_hw, limits).cpu().numpy()
        return rows


@dataclass(frozen=True, slots=True)
class _Proposed:
    """A batch that is done; fits `PendingRows`."""

    rows: Rows
    timing: Timing

    def result(self) -> tuple[Rows, Timing]:
        """Return what was found."""
        return self.rows, self.timing


class _CudaPending:
    """A batch in a slot; `batch` is the slot's device memory, which stays until the next batch is begun."""

    def __init__(
        self,
        engine: CudaEngine,
        slot: Slot[Tensor],
        batch: Tensor,
        place: Placement,
        limits: Thresholds,
        shape: tuple[int, ...],
        marks: list[torch.cuda.Event],
    ) -> None:
        self._engine = engine
        self._slot = slot
        self._batch = batch
        self._place = place
        self._limits = limits
        self._shape = shape
        self._marks = marks

    def result(self) -> tuple[Rows, Timing]:
        """Wait for the copy's event, which lies behind all the marks; the GPU's own clock gives the times.

        Network and post-processing are one recording, so the latter counts as network.
        """
        nbytes = int(np.prod(self._shape)) * 4
        packed = self._slot.read()[:nbytes].view(torch.float32).view(self._shape).numpy().copy()
        rows, complete = unpack(packed, self._limits.max_det)
        # Too many candidates for fixed shapes: run once more; the frames are still in the slot.
        if not complete:
            rows = self._engine.exact(self._batch, self._place, self._limits)
        begun, fitted, done = self._marks
        prepare, network = begun.elapsed_time(fitted), fitted.elapsed_time(done)
        return rows, Timing(int(prepare * 1e6), int(network * 1e6))


def unpack(packed: Rows, max_det: int) -> tuple[Rows, bool]:
    """Return the rows that count of `postprocess_fixed`'s result, (D, 8), and whether they are complete.

    Of each image the strongest `max_det`: cut here, so that one recording serves every `max_det`.
    """
    counts = np.minimum(packed[:, 0, 0].astype(int), max_det)
    rows = [image[1 : 1 + count] for image, count in zip(packed, counts, strict=True)]
    return np.concatenate(rows).reshape(-1, COLUMNS), bool(packed[:, 0, 1].all())
