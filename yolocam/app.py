"""The composition root: turns names and paths into running parts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.assets import asset
from yolocam.errors import ModelError
from yolocam.files.measured import MeasuredFigures
from yolocam.media.encoding.encoder_settings import LIVE, EncoderSettings
from yolocam.media.sound.audio_choice import SharedInput
from yolocam.settings import TUTORIAL_MODEL, Settings, SettingsStore
from yolocam.system.core_shares import CoreShares, processor_name, shares_for_files, usable_cores
from yolocam.system.malloc import release_freed_memory
from yolocam.zoo.catalog import CATALOG
from yolocam.zoo.entry import ModelFiles
from yolocam.zoo.library import available_models, find_model, own_model

if TYPE_CHECKING:
    from yolocam.model.detector import Detector
    from yolocam.pipeline.interfaces import BatchDetector
    from yolocam.pipeline.rules.rule import Rules
    from yolocam.pipeline.sinks.live.attached_live import OpenLive


SAMPLE = "samples/gallery.mp4"
"""The clip of the demo, among the assets."""


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


GPU_BATCH = 8
"""Images of files that a GPU gets at once: a single one leaves most of it idle."""

MANY_IMAGES = 1_000_000
"""How many come from a video or a measurement, for all that matters before they come."""


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


LIVE_STREAMS = 2
"""Images of a camera that may be computed side by side, on a core each: one is enough to keep up."""


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
        known = figures.get(key)
        # A machine that was busy the last time may do better today; it never does worse when left alone.
        least = files.sizes.index(int(known)) if known in files.sizes else 0
        size = live_size(detector, files.sizes[least:], settings)
        detector.set_size(size)
        if detector.settled and size != known:  # quicker code is not on its way
            figures.put(key, size)
    return detector


_RATE_TIMES = 3
"""At how many starts the rate is measured: the machine may be busy at one of them."""


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
    if times >= _RATE_TIMES:
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


def remembered_settings() -> tuple[Settings, str | None]:
    """Return the settings as the user left them in the window, and the model chosen last if it has gone."""
    from yolocam.ui.preferences import Preferences

    preferences, models = Preferences(), available_models()
    return preferences.settings(Settings(), models), preferences.lost_model(models)


def run_window(
    files: ModelFiles,
    settings: Settings,
    *,
    address: str | None = None,
    record: Path | None = None,
    encoder: EncoderSettings = LIVE,
    fullscreen: bool = False,
    exit_at_end: bool = False,
    exit_after_s: float | None = None,
    stats_json: Path | None = None,
    notice: str | None = None,
    processors: Sequence[str] = (),
    open_live: OpenLive | None = None,
    rules: Rules | None = None,
    rules_folder: Path | None = None,
    sound: SharedInput | None = None,
) -> int:
    """Open the window on a session that starts with this network; returns the exit status.

    `processors` are the names of those that each source gets anew. `encoder` says how recordings are
    compressed. `open_live` opens the live outputs. `rules` are followed, and what they save goes into
    `rules_folder`, None the user's Videos; `sound` is heard. `notice` is a sentence that the window says at
    the start.
    """
    from yolocam.pipeline.actions.live_rules import LiveRules
    from yolocam.pipeline.detector_switch import DetectorSwitch, WarmDetector
    from yolocam.pipeline.drawing.annotate import Annotator
    from yolocam.pipeline.notices import telling
    from yolocam.pipeline.processor_store import ProcessorStore
    from yolocam.pipeline.processors import choose
    from yolocam.pipeline.session import Session
    from yolocam.pipeline.sinks.live.attached_live import attach_live
    from yolocam.pipeline.sinks.names.dated_names import default_rules_folder
    from yolocam.pipeline.sources import open_source
    from yolocam.pipeline.stored_results import results_path
    from yolocam.pipeline.stored_results.result_file import ResultFile
    from yolocam.pipeline.stored_results.stored_detector import StoredDetector
    from yolocam.ui.window.run import WindowOptions, run_window

    named = () if _has_a_name(files) else (files.name,)

    def factory(wanted: Settings) -> WarmDetector:
        stored = results_path(wanted.model)
        if stored is not None:
            return StoredDetector(ResultFile(stored))
        chosen = files if wanted.model in named else find_model(wanted.model)
        return make_live_detector(chosen, wanted)

    def file_detector(wanted: Settings) -> tuple[BatchDetector, int]:
        stored = results_path(wanted.model)
        if stored is not None:
            return StoredDetector(ResultFile(stored)), 1
        chosen = files if wanted.model in named else find_model(wanted.model)
        cuda = on_cuda(wanted)
        streams = shares_for_files(usable_cores(), network_on_cpu=not cuda).streams
        detector = make_detector(chosen, wanted, streams=streams, image_count=MANY_IMAGES)
        return detector, GPU_BATCH if cuda else 1

    def refused() -> dict[str, dict[str, str]]:
        from yolocam.model.engines.choice import refused_choices

        return refused_choices()

    store = SettingsStore(settings)
    session = Session(
        store,
        DetectorSwitch(factory, store),
        open_source,
        Annotator,
        exit_at_end=exit_at_end,
        processors=ProcessorStore(choose(processors)),
    )
    sound = sound or SharedInput()
    sound.tell = telling(session.notify, "info")
    if open_live is not None:
        attach_live(session, open_live)
    live_rules = LiveRules(session, rules_folder or default_rules_folder())
    if rules is not None:
        live_rules.start(rules)
    options = WindowOptions(
        address=address,
        record=record,
        encoder=encoder,
        sound=sound,
        play_sound=True,
        fullscreen=fullscreen,
        exit_at_end=exit_at_end,
        exit_after_s=exit_after_s,
        stats_json=stats_json,
        models=named,
        sample=str(asset(SAMPLE)),
        rate=lambda: measured_rate(store.current),
        refused=refused,
        file_detector=file_detector,
        notice=notice,
        rules=live_rules,
    )
    return run_window(session, options)


def _has_a_name(files: ModelFiles) -> bool:
    """Whether these are the files that their name stands for, rather than files named one by one."""
    try:
        return find_model(files.name) == files
    except ModelError:
        return False


def describe_device() -> str:
    """Return the device and precision that `auto` means here."""
    from yolocam.model.engines.choice import choose_engine, device_name
    from yolocam.model.engines.task import EngineTask

    _, task = choose_engine("auto", EngineTask())
    return f"{device_name(task.device)}, {task.precision}"


def unused_card(settings: Settings) -> str | None:
    """Return a sentence, with the remedy, on a graphics card that goes unused though nobody said so."""
    from yolocam.model.engines.torch_build import unused_card

    return unused_card() if settings.device == "auto" else None


def unusable_gpu(settings: Settings) -> str | None:
    """Return a sentence on a GPU that `auto` passes over: too old, filled, or one that does not answer."""
    from yolocam.model.engines.device_choice import unusable_gpu

    return unusable_gpu() if settings.device == "auto" else None
