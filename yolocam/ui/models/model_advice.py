"""Finds the accuracy of the model in use, and a better model that this machine can run live."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from yolocam.pipeline.session import Session
from yolocam.ui.models.model_speeds import ModelSpeeds
from yolocam.ui.models.model_store import ModelStore
from yolocam.ui.models.model_text import accuracy_text, classes_text
from yolocam.ui.qt.background_jobs import Background
from yolocam.zoo.better_model import Better, better_model

_LOG = logging.getLogger("yolocam.ui")

_IDLE_MS = 2_000
_PLAYING_MS = 30_000
"""While a video plays, the measurement waits this long for a pause, because it costs a few frames."""


class ModelAdvice(QObject):
    """Holds the advice and emits `changed` when it changes. For the UI thread.

    `rate` measures the speed of the machine in GFLOPs per second, and may take a second; if it is None, no
    better model is offered. `speeds` are told.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        model_store: ModelStore,
        speeds: ModelSpeeds,
        rate: Callable[[], float] | None,
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.accuracy = ""
        """Accuracy of the model in use as text; empty if unknown."""
        self.classes = ""
        """Number of its classes as text; empty while no model is in use."""
        self.better: Better | None = None
        self._session = session
        self._model_store = model_store
        self._rate = rate
        self._background = background
        self._speeds = speeds
        self._is_measured = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._measure_or_wait)
        self._may_wait = True
        self._started = False
        model_store.changed.connect(self.follow)

    def follow(self) -> None:
        """Update the advice after a change of the model in use or of the list."""
        model = self._session.detector.model
        name = model.name if model is not None and model.stored is None else None
        entry = self._model_store.entry(name) if name is not None else None
        accuracy = accuracy_text(entry) if entry is not None else ""
        classes = classes_text(len(model.class_names)) if model is not None and name is not None else ""
        better = None
        if name is not None and self._is_measured:
            better = better_model(self._model_store.entries, name, self._speeds.fps_of)
        if (accuracy, classes, better) != (self.accuracy, self.classes, self.better):
            self.accuracy, self.classes, self.better = accuracy, classes, better
            self.changed.emit()
        if name is not None and self._rate is not None and not self._started:
            self._started = True
            self._timer.start(_IDLE_MS)

    def _measure_or_wait(self) -> None:
        if self._playing() and self._may_wait:
            self._may_wait = False
            self._timer.start(_PLAYING_MS)
        elif self._rate is not None:
            self._background.start(self._rate, self._measured, _LOG.debug)

    def _playing(self) -> bool:
        pipeline = self._session.pipeline
        if pipeline is None:
            return False
        playback = pipeline.playback
        return playback is None or not (playback.state.paused or playback.state.ended)

    def _measured(self, gflops_per_s: float) -> None:
        self._is_measured = True
        self._speeds.set_rate(gflops_per_s)
        self.follow()
