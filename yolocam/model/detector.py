"""The detector: frames in, detections in frame pixels out."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import torch

from yolocam.darknet.names import hidden_classes, shown_classes
from yolocam.detections import Detections
from yolocam.errors import OutOfMemoryError, SettingsError
from yolocam.frame import CardImage, Image, Inference, ModelInfo
from yolocam.letterbox import FitMode, Placement, placement, rectangle
from yolocam.model import load_network
from yolocam.model.engines.choice import choose_engine, device_name
from yolocam.model.engines.device_choice import unusable_gpu
from yolocam.model.engines.engine import CalibratedEngine, CardEngine, PendingRows, StreamedEngine
from yolocam.model.engines.next_best import open_or_next
from yolocam.model.engines.out_of_memory import free_what_failed, is_out_of_memory, release_cached
from yolocam.model.engines.pending import Pending
from yolocam.model.engines.task import EngineTask
from yolocam.model.inferences import inferences
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.postprocess.rows import Thresholds
from yolocam.settings import Settings

_LOG = logging.getLogger("yolocam.model")


class Detector:
    """A network ready to detect; satisfies the pipeline's `Detector` protocol.

    It takes the network over and converts it to the form for inference.

    `fit`: how frames are fitted when the settings say "auto".
    `size`: side of the input in pixels when the settings leave it open; None takes that of the cfg.
    `engine`: what runs it, by its name; `task` says where and how.
    `hide`: whether to leave out classes whose names begin with `dont_show`.
    `instead`: a sentence on what it takes the place of, for `refusal`.

    `unused_keys` are the keys of the cfg that mean nothing to its network. `structure` is equal for networks
    of the same shape, whatever their weights. Raises DeviceError, ModelError or SettingsError.
    """

    def __init__(
        self,
        network: DarknetNetwork,
        class_names: Sequence[str],
        *,
        name: str,
        fit: FitMode = "letterbox",
        size: int | None = None,
        engine: str = "auto",
        task: EngineTask | None = None,
        hide: bool = True,
        instead: str | None = None,
    ) -> None:
        network.check_names(class_names, name)
        task = task or EngineTask()
        where = choose_engine(engine, task)[1].device
        self._passed_over = unusable_gpu() if (engine, task.device) == ("auto", "auto") else None
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
        try:
            self._engine, elsewhere = open_or_next(engine, network, task)
            self._instead = elsewhere or instead
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            raise OutOfMemoryError(f"{name} does not fit into the memory of {device_name(where)}") from error

    @property
    def slots(self) -> int:
        """How many batches may be in flight."""
        return self._engine.slots

    @property
    def streams(self) -> int:
        """How many one-core streams work side by side on the CPU; 1 also stands for all cores together."""
        return self._engine.streams if isinstance(self._engine, StreamedEngine) else 1

    def set_streams(self, streams: int, most_side: int | None = None) -> None:
        """Take another number of streams, while nothing is under way; no effect but on the CPU.

        With `most_side`, in pixels, a larger input is worked at by all cores together nevertheless.
        """
        if isinstance(self._engine, StreamedEngine):
            self._engine.set_streams(streams, None if most_side is None else most_side**2)

    def set_size(self, size: int) -> None:
        """Take another side of the input, in pixels, where the settings leave it open; SettingsError."""
        self._check_size(size)
        self._own_size = size, size

    @property
    def refusal(self) -> str | None:
        """Why the network does not run where or in the precision that was asked for, in a sentence."""
        return self._engine.status.refusal or self._instead

    @property
    def left_out(self) -> str | None:
        """What package would make it quicker, in a sentence."""
        return self._passed_over or self._engine.status.left_out

    @property
    def settled(self) -> bool:
        """Whether the network runs in the form in which it will go on at the size it last saw."""
        return self._engine.status.settled

    @property
    def in_thread(self) -> bool:
        """Whether the thread of a stream does all of the network's work."""
        return self.streams > 1 and self._engine.status.in_thread

    def model_info(self, settings: Settings) -> ModelInfo:
        """Return what results under these settings say of the network."""
        size, now = self.input_size(settings), self._engine.status
        left_out = self._passed_over or now.left_out
        return ModelInfo(self._name, self._names, size, now.device, now.precision, left_out=left_out)

    def input_size(self, settings: Settings) -> tuple[int, int]:
        """Return width and height of the network's input; SettingsError if the network can't have it."""
        if settings.imgsz == 0:
            return self._own_size
        self._check_size(settings.imgsz)
        return settings.imgsz, settings.imgsz

    def _check_size(self, size: int) -> None:
        if size % self._stride:
            raise SettingsError(f"imgsz is {size}, expected a multiple of {self._stride} for {self._name}")

    def submit(self, images: Sequence[Image], settings: Settings) -> Pending[list[Inference]]:
        """Start on a batch of frames, uint8 (H, W, 3) BGR each; they stay unchanged until the result.

        The result has one Inference for each frame, in order. Both raise OutOfMemoryError.
        """
        sizes = [_size_of(image) for image in images]
        return self._started(partial(self._engine.submit, images), sizes, settings)

    def submit_on_card(self, images: Sequence[CardImage], settings: Settings) -> Pending[list[Inference]]:
        """Do what `submit` does with images that lie on a card; an engine elsewhere has them brought."""
        if not isinstance(self._engine, CardEngine):
            return self.submit([image.host() for image in images], settings)
        sizes = [image.size_wh for image in images]
        return self._started(partial(self._engine.submit_on_card, images), sizes, settings)

    def _started(
        self,
        submit: Callable[[Sequence[Placement], Thresholds], PendingRows],
        sizes: Sequence[tuple[int, int]],
        settings: Settings,
    ) -> Pending[list[Inference]]:
        settings = self._shown(settings)
        places = self._places(sizes, settings)
        with self._shortage_told(len(places), places[0].net_wh):
            pending = submit(places, Thresholds.of(settings))
        info = replace(self.model_info(settings), size_wh=places[0].net_wh)
        return Pending(partial(self._result, pending, places, info, settings))

    def _result(
        self, pending: PendingRows, places: Sequence[Placement], info: ModelInfo, settings: Settings
    ) -> list[Inference]:
        with self._shortage_told(len(places), info.size_wh):
            rows, timing = pending.result()
        return inferences(rows, timing, places, info, settings, self._hidden)

    def _shown(self, settings: Settings) -> Settings:
        """Return the settings without the classes that Darknet computes and does not show."""
        if not self._hidden:
            return settings
        return replace(settings, classes=shown_classes(self._names, settings.classes))

    def _places(self, sizes: Sequence[tuple[int, int]], settings: Settings) -> list[Placement]:
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
        if isinstance(self._engine, CalibratedEngine):
            images = list(images)
            self._engine.calibrate(images, [self._places([_size_of(image)], settings)[0] for image in images])

    def detect(self, images: Sequence[Image], settings: Settings | None = None) -> list[Detections]:
        """Return the objects in each frame, in its own pixels."""
        pending = self.submit(images, settings or Settings())
        return [inference.detections for inference in pending.result()]

    def warm(self, settings: Settings, batch: int = 1) -> None:
        """Run once at the resolution of `settings`, so that the next frame is answered at full speed.

        With a `batch`, as many images at a time as that, wherever they run side by side. May be called on
        another thread while frames are being submitted.
        """
        width, height = net_wh = self.input_size(settings)
        image = np.zeros((height, width, 3), np.uint8)
        place, limits = placement(net_wh, net_wh, "stretch"), Thresholds.of(settings)
        with self._shortage_told(batch, net_wh):
            self._engine.warm(image, place, limits)
            if batch > 1 or self.streams > 1:
                works = [
                    self._engine.submit([image] * batch, [place] * batch, limits) for _ in range(self.streams)
                ]
                for work in works:
                    work.result()

    def close(self) -> None:
        """Release what the device holds."""
        self._engine.close()

    @contextmanager
    def _shortage_told(self, batch: int, net_wh: tuple[int, int]) -> Iterator[None]:
        """Raise the several errors that libraries have for a lack of memory as OutOfMemoryError."""
        try:
            yield
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            free_what_failed(error)  # or what is given back would not be free
            release_cached(torch.device("cuda" if torch.cuda.is_initialized() else "cpu"))
            raise OutOfMemoryError(
                f"{self._engine.status.device} has too little memory for {self._name} with {batch} images "
                f"of {net_wh[0]}x{net_wh[1]}; take a smaller batch or imgsz"
            ) from error


def _size_of(image: Image) -> tuple[int, int]:
    return image.shape[1], image.shape[0]


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
    engine: str = "auto",
    device: str = "auto",
    precision: str = "auto",
    streams: int = 1,
    image_count: int | None = None,
    hide: bool = True,
    instead: str | None = None,
) -> Detector:
    """Load a network and return it as a Detector.

    `fit` None takes `letter_box=` of the cfg, and letterbox where it says nothing. The rest is as Detector
    and EngineTask have it. A wrong engine or device is reported before anything is read.
    """
    task = EngineTask(
        device=device, precision=precision, streams=streams, image_count=image_count, files=(cfg, weights)
    )
    choose_engine(engine, task)
    network = load_network(cfg, weights)
    _LOG.debug("network loaded: %s with %s", cfg, weights)
    return Detector(
        network,
        class_names,
        name=name or network.name,
        fit=fit or network.net.fit,
        size=size,
        engine=engine,
        task=task,
        hide=hide,
        instead=instead,
    )
