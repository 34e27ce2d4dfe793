"""Gives the curves their samples while they are shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from yolocam.pipeline.session import Session
from yolocam.ui.stats.stats_dock import StatsDock

_EVERY_MS = 250


class CurveSampler(QObject):
    """Adds the figures of the running source to a dock, four times a second while it is seen."""

    def __init__(self, session: Session, dock: StatsDock, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._dock = dock
        self._stopped = False
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._sample)
        dock.visibilityChanged.connect(self._follow)

    def stop(self) -> None:
        """Add nothing more."""
        self._stopped = True
        self._timer.stop()

    def _follow(self, shown: bool) -> None:
        if shown and not self._stopped:
            self._timer.start()
        else:
            self._timer.stop()

    def _sample(self) -> None:
        pipeline = self._session.pipeline
        if pipeline is not None:
            self._dock.add_sample(pipeline.stats.snapshot())
