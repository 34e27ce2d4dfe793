"""How fast models are on this machine: as they were when they ran, otherwise estimated from their GFLOPs."""

from __future__ import annotations

from collections import deque
from statistics import median

from PySide6.QtCore import QObject, Signal

from yolocam.files.cache import cache_folder
from yolocam.files.measured import MeasuredFigures
from yolocam.frame import ModelInfo
from yolocam.pipeline.session import Session
from yolocam.system.core_shares import processor_name
from yolocam.ui.models.model_store import ModelStore
from yolocam.zoo.better_model import expected_fps
from yolocam.zoo.entry import ModelEntry

_LOOKS = 10
"""Looks of the window, ten a second, from one sample to the next."""

_ENOUGH, _MOST = 5, 15
"""Samples that a figure is taken from; the first of a network are slow, and the latest count."""

_CHANGE = 0.1
"""A figure that differs by less is the same: nothing is written."""


class ModelSpeeds(QObject):
    """Emits `changed` when a figure may have changed. For the UI thread.

    A figure is milliseconds for one frame, at the resolution that the entry names if it names one. It is kept
    on disk, for the device, engine and precision that were wanted.
    """

    changed = Signal()

    def __init__(self, session: Session, model_store: ModelStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model_store = model_store
        self._processor = processor_name()
        self._kept = MeasuredFigures(cache_folder() / "model_speeds.json")
        self._known: dict[str, float | None] = {}  # what the file says, as far as it was asked
        self._gflops_per_s: float | None = None
        self._sampled: ModelInfo | None = None
        self._samples: deque[float] = deque(maxlen=_MOST)
        self._looks = 0

    def set_rate(self, gflops_per_s: float) -> None:
        """Take the speed of the machine with an ordinary network."""
        self._gflops_per_s = gflops_per_s
        self.changed.emit()

    def fps_of(self, entry: ModelEntry) -> float | None:
        """Return the frames per second to expect of a model here; None where nothing is known."""
        ms = self._ms_of(entry)
        if ms is not None:
            return 1e3 / ms
        return None if self._gflops_per_s is None else expected_fps(entry, self._gflops_per_s)

    def follow(self) -> None:
        """Take a sample of the model that runs, now and then; called several times a second."""
        self._looks += 1
        pipeline, model = self._session.pipeline, self._session.detector.model
        if self._looks % _LOOKS or pipeline is None or model is None or model.stored is not None:
            return
        playback = pipeline.playback.state
        if model != self._sampled or playback.paused or playback.ended:
            self._sampled = model
            self._samples.clear()
            return
        spread = pipeline.stats.snapshot().stages.get("infer")
        if spread is not None and spread.recent > 0:
            self._samples.append(spread.recent)
        entry = self._model_store.entry(model.name)
        if entry is not None and len(self._samples) >= _ENOUGH:
            self._keep(entry, median(self._samples) * _share(entry, model))

    def _keep(self, entry: ModelEntry, ms: float) -> None:
        known = self._ms_of(entry)
        if known is not None and abs(ms - known) <= _CHANGE * known:
            return
        key = self._key(entry)
        self._known[key] = ms
        self._kept.put(key, round(ms, 3))
        self.changed.emit()

    def _ms_of(self, entry: ModelEntry) -> float | None:
        key = self._key(entry)
        if key not in self._known:
            self._known[key] = self._kept.get(key)
        return self._known[key]

    def _key(self, entry: ModelEntry) -> str:
        wanted = self._session.store.current
        how = f"{wanted.device} | {wanted.engine} | {wanted.precision}"
        return f"{entry.name} | {entry.bytes_on_disk} | {how} | {self._processor}"


def _share(entry: ModelEntry, model: ModelInfo) -> float:
    """Return by what the time of a frame is multiplied for the resolution that the entry names."""
    if entry.figures is None:
        return 1.0
    width, height = model.size_wh
    return entry.figures.size**2 / (width * height)
