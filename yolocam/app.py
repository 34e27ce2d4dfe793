"""The composition root: turns names and paths into running parts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.assets import asset
from yolocam.errors import ModelError
from yolocam.loading import (
    GPU_BATCH,
    MANY_IMAGES,
    make_detector,
    make_live_detector,
    measured_rate,
    on_cuda,
)
from yolocam.media.encoding.encoder_settings import LIVE, EncoderSettings
from yolocam.media.sound.audio_choice import SharedInput
from yolocam.settings import Settings, SettingsStore
from yolocam.system.core_shares import shares_for_files, usable_cores
from yolocam.zoo.entry import ModelFiles
from yolocam.zoo.library import available_models, find_model

if TYPE_CHECKING:
    from yolocam.pipeline.detector_switch import WarmDetector
    from yolocam.pipeline.interfaces import BatchDetector
    from yolocam.pipeline.rules.rule import Rules
    from yolocam.pipeline.sinks.live.attached_live import OpenLive
    from yolocam.pipeline.stored_results.stored_detector import StoredDetector


SAMPLE = "samples/gallery.mp4"
"""The clip of the demo, among the assets."""


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
    from yolocam.pipeline.detector_switch import DetectorSwitch
    from yolocam.pipeline.drawing.annotate import Annotator
    from yolocam.pipeline.notices import telling
    from yolocam.pipeline.processor_store import ProcessorStore
    from yolocam.pipeline.processors import choose
    from yolocam.pipeline.session import Session
    from yolocam.pipeline.sinks.live.attached_live import attach_live
    from yolocam.pipeline.sinks.names.dated_names import default_rules_folder
    from yolocam.pipeline.sources import open_source
    from yolocam.ui.window.run import WindowOptions, run_window

    detectors = _Detectors(files)

    def refused() -> dict[str, dict[str, str]]:
        from yolocam.model.engines.choice import refused_choices

        return refused_choices()

    store = SettingsStore(settings)
    session = Session(
        store,
        DetectorSwitch(detectors.live, store, later=True),
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
        models=detectors.named,
        sample=str(asset(SAMPLE)),
        rate=lambda: measured_rate(store.current),
        refused=refused,
        file_detector=detectors.of_file,
        notice=notice,
        rules=live_rules,
    )
    return run_window(session, options)


class _Detectors:
    """Makes the detectors of a window: networks by their names, that of `files`, and stored results.

    `named` has the name of `files` where the library has no model of that name with the same files.
    """

    def __init__(self, files: ModelFiles) -> None:
        self._files = files
        self.named = () if self._is_in_library() else (files.name,)

    def live(self, settings: Settings) -> WarmDetector:
        """Return what keeps up with a live source."""
        stored = self._stored(settings)
        return make_live_detector(self._wanted(settings), settings) if stored is None else stored

    def of_file(self, settings: Settings) -> tuple[BatchDetector, int]:
        """Return what goes through a whole file, and how many images it takes at once."""
        stored = self._stored(settings)
        if stored is not None:
            return stored, 1
        cuda = on_cuda(settings)
        streams = shares_for_files(usable_cores(), network_on_cpu=not cuda).streams
        files = self._wanted(settings)
        detector = make_detector(files, settings, streams=streams, image_count=MANY_IMAGES)
        return detector, GPU_BATCH if cuda else 1

    def _wanted(self, settings: Settings) -> ModelFiles:
        return self._files if settings.model in self.named else find_model(settings.model)

    def _stored(self, settings: Settings) -> StoredDetector | None:
        from yolocam.pipeline.stored_results import results_path
        from yolocam.pipeline.stored_results.result_file import ResultFile
        from yolocam.pipeline.stored_results.stored_detector import StoredDetector

        path = results_path(settings.model)
        return None if path is None else StoredDetector(ResultFile(path))

    def _is_in_library(self) -> bool:
        try:
            return find_model(self._files.name) == self._files
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
