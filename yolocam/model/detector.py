"""The detector: frames in, detections in frame pixels out."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import torch

from yolocam.darknet.names import hidden_classes, shown_classes
from yolocam.errors import OutOfMemoryError, SettingsError
from yolocam.frame import Detections, Image, ModelInfo
from yolocam.letterbox import FitMode, Placement, placement, rectangle
from yolocam.model import load_network
from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.cuda.graph_cache import CudaRecorder
from yolocam.model.engines.engine import CpuEngine, Engine
from yolocam.model.engines.failover.failover import FailoverEngine
from yolocam.model.engines.failover.worker_engine import WorkerEngine, WorkerTask
from yolocam.model.engines.helper_process import can_start
from yolocam.model.engines.out_of_memory import free_what_failed, is_out_of_memory, release_cached
from yolocam.model.engines.runtime import (
    InferenceNetwork,
    device_label,
    left_out,
    resolve_device,
    resolve_precision,
    unusable_gpu,
)
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.pending_detections import PendingDetections
from yolocam.model.postprocess.rows import Thresholds
from yolocam.model.preprocess import fit_frame
from yolocam.settings import Settings

_LOG = logging.getLogger("yolocam.model")


class Detector:
    """A network ready to detect; satisfies the pipeline's `Detector` protocol.

    It takes the network over and converts it to the form for inference.

    `fit`: how frames are fitted when the settings say "auto".
    `size`: side of the input in pixels when the settings leave it open; None takes that of the cfg.
    `streams`: above 1 for files on the CPU, see CpuEngine.
    `image_count`: the most images that will come, all treated alike; None for a live source.
    `files`: cfg and weights, with which it goes on after a GPU fails for good, see FailoverEngine.
    `hide`: whether to leave out classes whose names begin with `dont_show`.

    `unused_keys` are the keys of the cfg that mean nothing to its network. `structure` is equal for networks
    of the same shape, whatever their weights. `left_out` says in a sentence what package would make it
    quicker. Raises DeviceError or ModelError.
    """

    def __init__(
        self,
        network: DarknetNetwork,
        class_names: Sequence[str],
        *,
        name: str,
        fit: FitMode = "letterbox",
        size: int | None = None,
        device: str = "auto",
        precision: str = "auto",
        streams: int = 1,
        image_count: int | None = None,
        files: tuple[Path, Path] | None = None,
        hide: bool = True,
    ) -> None:
        network.check_names(class_names, name)
        where = resolve_device(device)
        self._own_size = network.net.width, network.net.height
        self._stride = network.stride
        if size is not None:
            self.set_size(size)
        self._fit: FitMode = fit
        self._name = name
        self._names = tuple(class_names)
        self._hidden = sorted(hidden_classes(class_names)) if hide else []
        self.unused_keys = tuple(network.cfg.unused_keys())
        self.structure = _structure(network)
        self._where = where
        self._label = device_label(where)
        try:
            resolved = resolve_precision(precision, where, image_count)
            self._form = InferenceNetwork(network, where, resolved, patient=image_count is not None)
            self.left_out = (unusable_gpu() if device == "auto" else None) or left_out(where, resolved)
            self._engine: Engine = engine_for(self._form, where, streams)
            if where.type == "cuda" and files is not None:
                task = WorkerTask(*files, str(where), resolved)
                restart = partial(WorkerEngine, task) if can_start() else None
                self._engine = FailoverEngine(self._engine, self._label, partial(self._on_cpu, task), restart)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            raise OutOfMemoryError(f"{name} does not fit into the memory of {self._label}") from error

    @property
    def slots(self) -> int:
        """How many batches may be in flight."""
        return self._engine.slots

    @property
    def streams(self) -> int:
        """How many one-core streams work side by side on the CPU; 1 also stands for all cores together."""
        return self._engine.streams if isinstance(self._engine, CpuEngine) else 1

    def set_streams(self, streams: int, most_side: int | None = None) -> None:
        """Take another number of streams, while nothing is under way; no effect but on the CPU.

        With `most_side`, in pixels, a larger input is worked at by all cores together nevertheless.
        """
        if isinstance(self._engine, CpuEngine):
            self._engine.set_streams(streams, None if most_side is None else most_side**2)

    def set_size(self, size: int) -> None:
        """Take another side of the input, in pixels, where the settings leave it open; SettingsError."""
        self._check_size(size)
        self._own_size = size, size

    @property
    def refusal(self) -> str | None:
        """Why the network does not run where or in the precision that was asked for, in a sentence."""
        slower = self._engine.refusal if isinstance(self._engine, FailoverEngine | CudaEngine) else None
        return slower or self._form.refusal

    @property
    def settled(self) -> bool:
        """Whether the network runs in the form in which it will go on at the size it last saw."""
        return self._form.settled

    def _on_cpu(self, task: WorkerTask) -> Engine:
        """Take up the network once more: nothing can be copied from a GPU that has failed."""
        where = torch.device("cpu")
        network = load_network(task.cfg, task.weights)
        precision = resolve_precision("auto", where)
        self._form = InferenceNetwork(network, where, precision)
        self._where, self._label, self.left_out = where, device_label(where), left_out(where, precision)
        return CpuEngine(self._form, where)

    def model_info(self, settings: Settings) -> ModelInfo:
        """Return what results under these settings say of the network."""
        size = self.input_size(settings)
        return ModelInfo(
            self._name, self._names, size, self._label, self._form.precision, left_out=self.left_out
        )

    def input_size(self, settings: Settings) -> tuple[int, int]:
        """Return width and height of the network's input; SettingsError if the network can't have it."""
        if settings.imgsz == 0:
            return self._own_size
        self._check_size(settings.imgsz)
        return settings.imgsz, settings.imgsz

    def _check_size(self, size: int) -> None:
        if size % self._stride:
            raise SettingsError(f"imgsz is {size}, expected a multiple of {self._stride} for {self._name}")

    def submit(self, images: Sequence[Image], settings: Settings) -> PendingDetections:
        """Start on a batch of frames, uint8 (H, W, 3) BGR each; they stay unchanged until the result."""
        settings = self._shown(settings)
        places = self._places(images, settings)
        net_wh = places[0].net_wh
        try:
            rows = self._engine.submit(images, places, Thresholds.of(settings))
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            raise self._out_of_memory(len(images), net_wh, error) from error
        info = replace(self.model_info(settings), size_wh=net_wh)
        shortage = partial(self._out_of_memory, len(images), net_wh)
        return PendingDetections(rows, places, info, settings, self._hidden, shortage)

    def _shown(self, settings: Settings) -> Settings:
        """Return the settings without the classes that Darknet computes and does not show."""
        if not self._hidden:
            return settings
        return replace(settings, classes=shown_classes(self._names, settings.classes))

    def _places(self, images: Sequence[Image], settings: Settings) -> list[Placement]:
        sizes = [(image.shape[1], image.shape[0]) for image in images]
        net_wh = self.input_size(settings)
        if settings.rect and len(set(sizes)) == 1:
            net_wh = rectangle(sizes[0], net_wh, self._stride)
        fit: FitMode = "stretch" if settings.fit == "stretch" else "letterbox"
        if settings.fit == "auto":
            fit = self._fit
        return [placement(size, net_wh, fit) for size in sizes]

    def calibrate(self, images: Iterable[Image], settings: Settings) -> None:
        """Find on these frames, not on the first that come, what the bytes of int8 have to span, and wait.

        Where it went well, `model_info` says int8; else `refusal` says why, or there was too little to see.
        """
        fitted = []
        for image in images:
            (place,) = self._places([image], settings)
            canvas = np.empty((1, place.net_wh[1], place.net_wh[0], 3), np.float32)
            fit_frame(image, place, canvas[0])
            fitted.append(torch.from_numpy(canvas))
        self._form.calibrate(fitted)

    def detect(self, images: Sequence[Image], settings: Settings | None = None) -> list[Detections]:
        """Return the objects in each frame, in its own pixels."""
        pending = self.submit(images, settings or Settings())
        return [inference.detections for inference in pending.result()]

    def warm(self, settings: Settings) -> None:
        """Run once at the resolution of `settings`, so that the next frame is answered at full speed.

        May be called on another thread while frames are being submitted.
        """
        width, height = net_wh = self.input_size(settings)
        image = np.zeros((height, width, 3), np.uint8)
        try:
            self._engine.warm(image, placement(net_wh, net_wh, "stretch"), Thresholds.of(settings))
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            raise self._out_of_memory(1, net_wh, error) from error

    def close(self) -> None:
        """Release what the device holds."""
        self._engine.close()

    def _out_of_memory(self, batch: int, net_wh: tuple[int, int], error: BaseException) -> OutOfMemoryError:
        free_what_failed(error)  # or what is given back would not be free
        release_cached(self._where)
        return OutOfMemoryError(
            f"{self._label} has too little memory for {self._name} with {batch} pictures "
            f"of {net_wh[0]}x{net_wh[1]}; take a smaller batch or imgsz"
        )


def engine_for(network: InferenceNetwork, device: torch.device, streams: int) -> Engine:
    """Return the engine for a device; `streams` side by side count on the CPU only."""
    if device.type == "cuda":
        return CudaEngine(network, device, CudaRecorder(device))
    return CpuEngine(network, device, streams if device.type == "cpu" else 1)


def _structure(network: DarknetNetwork) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for layer, shape in zip(network.layers, network.shapes, strict=True):
        weights = [tuple(parameter.shape) for parameter in layer.parameters()]
        digest.update(f"{type(layer).__name__} {shape} {weights};".encode())
    return digest.hexdigest()


def load_detector(
    cfg: Path,
    weights: Path,
    class_names: Sequence[str],
    *,
    name: str | None = None,
    fit: FitMode | None = None,
    size: int | None = None,
    device: str = "auto",
    precision: str = "auto",
    streams: int = 1,
    image_count: int | None = None,
    hide: bool = True,
) -> Detector:
    """Load a network and return it as a Detector.

    `fit` None takes `letter_box=` of the cfg, and letterbox where it says nothing. The rest is as Detector
    has it. A wrong device is reported before anything is read.
    """
    resolve_precision(precision, resolve_device(device))
    network = load_network(cfg, weights)
    _LOG.debug("network loaded: %s with %s, for %s in %s", cfg, weights, device, precision)
    return Detector(
        network,
        class_names,
        name=name or network.name,
        fit=fit or network.net.fit,
        size=size,
        device=device,
        precision=precision,
        streams=streams,
        image_count=image_count,
        files=(cfg, weights),
        hide=hide,
    )
