"""Loads networks for what they are to do: files, a live source, or a measurement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.errors import ModelError
from yolocam.files.measured import MeasuredFigures
from yolocam.settings import TUTORIAL_MODEL, Settings
from yolocam.system.core_shares import CoreShares, processor_name, shares_for_files, usable_cores
from yolocam.system.malloc import release_freed_memory
from yolocam.zoo.catalog import CATALOG
from yolocam.zoo.entry import ModelFiles
from yolocam.zoo.library import find_model, own_model

if TYPE_CHECKING:
    from yolocam.model.detector import Detector

GPU_BATCH = 8
"""Images of files that a GPU gets at once: a single one leaves most of it idle."""

MANY_IMAGES = 1_000_000
"""How many come from a video or a measurement, for all that matters before they come."""

LIVE_STREAMS = 2
"""Images of a camera that may be computed side by side, on a core each: one is enough to keep up."""

_TIMES = 3
"""At how many starts a figure of the machine is measured: it may be busy at one of them."""


def model_files(name: str, cfg: Path | None, weights: Path | None, names: Path | None) -> ModelFiles:
    """Return the files of the network the user named, by `name` or by `cfg` and `weights`; ModelError."""
    if cfg is None and weights is None:
        if names is not None:
            raise ModelError("--names goes with --cfg and --weights")
        return find_model(name)
    if cfg is None or weights is None:
        given, missing = ("--weights", "--cfg") if cfg is None else ("--cfg", "--weights")
        raise ModelError(f"{given} needs {missing} as well")
    return own_model(cfg, weights, names)


def share_cores(settings: Settings, cores: int | None = None) -> CoreShares:
    """Return how `cores`, None all, are shared out for files, and hold OpenCV to its share."""
    import cv2

    shares = shares_for_files(cores or usable_cores(), network_on_cpu=_device(settings) == "cpu")
    cv2.setNumThreads(shares.opencv)
    return shares


def on_cuda(settings: Settings) -> bool:
    """Whether the network runs on a GPU by CUDA under these settings."""
    return _device(settings).startswith("cuda")


def _device(settings: Settings) -> str:
    from yolocam.model.engines.choice import choose_engine
    from yolocam.model.engines.task import EngineTask

    return choose_engine(settings.engine, EngineTask.of(settings))[1].device


def make_detector(
    files: ModelFiles,
    settings: Settings,
    *,
    streams: int = 1,
    image_count: int | None = None,
    hide: bool = True,
) -> Detector:
    """Load a network for the engine, device and precision of the settings.

    Where the settings leave the input's size to the network, it is the one at which it is most accurate:
    the same on every machine. With several `streams`, as many frames are under way at once on the CPU, one
    to a core: for files. `image_count` is how many there are at most, None for a live source; without
    `hide` the classes that Darknet does not show are found as well; see `Detector`.
    """
    from yolocam.model.preferred_engine import load_quickest

    detector = load_quickest(
        files.cfg,
        files.weights,
        files.class_names,
        settings,
        name=files.name,
        fit=files.fit,
        size=files.sizes[-1] if files.sizes else None,
        streams=streams,
        image_count=image_count,
        hide=hide,
    )
    release_freed_memory()  # the file's bytes, and the weights before they were folded
    return detector


def make_live_detector(files: ModelFiles, settings: Settings) -> Detector:
    """Load a network that is to keep up with a camera.

    Where the settings leave the input's size to a network that has several, it is the most accurate one
    that this machine runs live: measured, and then remembered.
    """
    from yolocam.pipeline.live_size import live_size

    detector = make_detector(files, settings)
    if len(files.sizes) > 1 and settings.imgsz == 0:
        # Small networks gain little from a second core, and drawing needs it: each image goes to one core.
        detector.set_streams(min(usable_cores(), LIVE_STREAMS), most_side=files.sizes[-1])
        info = detector.model_info(settings)
        key = _figure_key("live size", detector.structure, info.precision, info.device)
        figures = MeasuredFigures()
        known, times = figures.get(key), figures.get(f"{key} | times") or 0.0
        # A machine that was busy the last time may do better today; it never does worse when left alone.
        least = files.sizes.index(int(known)) if known in files.sizes else 0
        sizes = files.sizes[least:] if times < _TIMES else files.sizes[least : least + 1]
        size = live_size(detector, sizes, settings)
        detector.set_size(size)
        if detector.settled and len(sizes) > 1:  # quicker code is not on its way
            figures.put(key, size)
            figures.put(f"{key} | times", times + 1)
    return detector


def measured_rate(settings: Settings) -> float:
    """Return how many billions of operations a second an ordinary network does here.

    Measured at a few starts, of which the best counts, and then remembered. With it the rate of any network
    is estimated from its GFLOPs. It is that of `TUTORIAL_MODEL`, which ships with yolocam and consists, as
    nearly all do, of dense convolutions.
    """
    from yolocam.model.engines.choice import choose_engine, device_name
    from yolocam.model.engines.task import EngineTask
    from yolocam.pipeline.live_size import image_ms

    entry = CATALOG[TUTORIAL_MODEL]
    plain = Settings(model=entry.name, imgsz=entry.size, engine=settings.engine, device=settings.device)
    _, task = choose_engine(plain.engine, EngineTask.of(plain))
    figures = MeasuredFigures()
    network = entry.name if plain.engine == "auto" else f"{entry.name} by {plain.engine}"
    key = _figure_key("GFLOPs a second", network, task.precision, device_name(task.device))
    known, times = figures.get(key) or 0.0, figures.get(f"{key} | times") or 0.0
    if times >= _TIMES:
        return known
    detector = make_detector(find_model(entry.name), plain)
    rate = max(known, round(entry.gflops * 1e3 / image_ms(detector, plain), 1))
    if detector.settled:
        figures.put(key, rate)
        figures.put(f"{key} | times", times + 1)
    detector.close()
    return rate


def _figure_key(what: str, network: str, precision: str, device: str) -> str:
    """Return what a measured figure depends on, as readable text."""
    from yolocam.model.engines.measure import torch_facts

    torch_version, threads, _ = torch_facts()
    machine = f"{processor_name()} | {threads} threads | torch {torch_version}"
    return f"{what} | {network} | {precision} | {device} | {machine}"
