"""Runs a network on a CUDA device: two streams and pinned slots; only `result` waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from yolocam.frame import CardImage, Image, Timing
from yolocam.letterbox import Placement
from yolocam.model.engines.cuda.cuda_staging import CudaStaging
from yolocam.model.engines.cuda.device_steps import DeviceSteps, steps_for
from yolocam.model.engines.cuda.graph_cache import CudaGraphCache, DetectGraph, GraphKey, GraphRecorder
from yolocam.model.engines.cuda.planes import Planes, planes_on
from yolocam.model.engines.cuda.recorded_layers import RecordedLayers, layers_for
from yolocam.model.engines.cuda.slot_rows import ProposedRows, SlotRows
from yolocam.model.engines.cuda.staging import Slot, SlotRing
from yolocam.model.engines.engine import EngineStatus, PendingRows, Rows
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.postprocess.fixed_shapes import postprocess_fixed
from yolocam.model.postprocess.rows import Thresholds, found_in
from yolocam.model.preprocess import fit_frame, fit_tensor, nv12_to_bgr

Fit = Callable[[Tensor], Callable[[], Rows]]
"""Fits frames into the network's input, (B, net H, net W, 3), and returns what does them exactly."""


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

    def submit_on_card(
        self, images: Sequence[CardImage], places: Sequence[Placement], limits: Thresholds
    ) -> PendingRows:
        """Do what `submit` does with images that a decoder left on this device; others are brought over."""
        planes = planes_on(images, self._staging.device)
        if planes is None or limits.floor is not None or any(place != places[0] for place in places):
            return self.submit([image.host() for image in images], places, limits)
        slot = self._ring.take()
        try:
            return self._queue_on_card(slot, images, planes, places[0], limits)
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
    ) -> SlotRows:
        place = self._write(slot, images, places)

        def fit(x: Tensor) -> Callable[[], Rows]:
            batch = _uploaded(slot, len(images), place)
            self._steps.fit_into(batch, place, x)
            return lambda: self.exact(batch, place, limits)

        return self._started(slot, GraphKey(len(images), place.net_wh), limits, fit, wait=wait)

    def _queue_on_card(
        self,
        slot: Slot[Tensor],
        images: Sequence[CardImage],
        planes: Sequence[Planes],
        place: Placement,
        limits: Thresholds,
    ) -> SlotRows:
        slot.without_upload()
        colours = [image.colours for image in images]

        def fit(x: Tensor) -> Callable[[], Rows]:
            self._staging.compute_after_decoder()
            for number, ((luma, chroma), its_colours) in enumerate(zip(planes, colours, strict=True)):
                self._steps.fit_planes(luma, chroma, its_colours, place, x[number : number + 1])
            return exact

        def exact() -> Rows:
            with torch.inference_mode(), torch.cuda.stream(self._staging.computing):
                frames = [nv12_to_bgr(*pair, its) for pair, its in zip(planes, colours, strict=True)]
                return self.exact(torch.cat(frames), place, limits)

        return self._started(slot, GraphKey(len(images), place.net_wh), limits, fit)

    def _started(
        self, slot: Slot[Tensor], key: GraphKey, limits: Thresholds, fit: Fit, *, wait: bool = False
    ) -> SlotRows:
        marks = [torch.cuda.Event(enable_timing=True, blocking=True) for _ in range(3)]  # begun, fitted, done
        with torch.inference_mode(), torch.cuda.stream(self._staging.computing):
            graph = self._graph(key, wait)
            with self._queueing:
                marks[0].record()
                x = self._input(key.batch, key.net_wh, graph)
                exact = fit(x)
                marks[1].record()
                rows = self._detect(x, limits, graph)
                marks[2].record()
                flat = rows.contiguous().view(torch.uint8).view(-1)
                slot.download(flat, flat.numel())
        return SlotRows(slot, exact, limits.max_det, tuple(rows.shape), marks)

    def _propose(
        self,
        slot: Slot[Tensor],
        images: Sequence[Image],
        places: Sequence[Placement],
        limits: Thresholds,
    ) -> ProposedRows:
        """Do the whole batch now and wait for it: the number of candidates decides the shapes."""
        started = time.perf_counter_ns()
        place = self._write(slot, images, places)
        with torch.inference_mode(), torch.cuda.stream(self._staging.computing):
            batch = _uploaded(slot, len(images), place)
        prepared = time.perf_counter_ns()
        rows = self.exact(batch, place, limits)
        slot.reset()
        return ProposedRows(rows, Timing(prepared - started, time.perf_counter_ns() - prepared))

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


def _uploaded(slot: Slot[Tensor], count: int, place: Placement) -> Tensor:
    """Upload what a slot holds; returns uint8 (count, H, W, 3) on the device."""
    shape = count, place.frame_wh[1], place.frame_wh[0], 3
    return slot.upload()[: int(np.prod(shape))].view(shape)
