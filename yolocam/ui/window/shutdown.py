"""Ends a session on a thread, so that the window can say what it is waiting for."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QObject, QTimer, Signal

from yolocam.frame import SourceInfo
from yolocam.pipeline.session import Session
from yolocam.pipeline.stats import Snapshot
from yolocam.ui.models.model_actions import ModelActions
from yolocam.ui.recording.saved_files import SavedFiles
from yolocam.ui.widgets.message_bar import Message, MessageBar

PATIENCE_S = 0.3
"""A shorter wait is not worth a word."""

KEEPING_S = 20.0
"""How long the disk may take for what the user keeps."""

CLOSING_S = 3.0
"""How long a driver or a network may take to end after that; then it is left behind."""

_LOOK_MS = 20


class Shutdown(QObject):
    """Finishes the recording and the snapshots, then closes all else; `done` when all that is over.

    `pipeline` is what was running; `final` has its last figures.
    """

    done = Signal()

    def __init__(
        self,
        session: Session,
        keeping: SavedFiles,
        models: ModelActions,
        message_bar: MessageBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._keeping = keeping
        self._models = models
        self._message_bar = message_bar
        self.pipeline = session.pipeline
        self._begun = time.monotonic()
        self._kept: float | None = None  # when everything was on the disk; written by the thread
        keeping.recording.stop()
        keeping.saving.stop()
        models.stop()
        self._words = "Closing…" if keeping.recording.phase == "idle" else "Finishing the recording…"
        self._thread = threading.Thread(target=self._run, name="closing", daemon=True)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin; from here on the session may have no pipeline any more, but `pipeline` stays."""
        self._thread.start()
        self._timer.start()

    @property
    def final(self) -> tuple[Snapshot, SourceInfo] | None:
        """The figures at the end."""
        if self.pipeline is None:
            return None
        return self.pipeline.stats.snapshot(), self.pipeline.source.info

    def _run(self) -> None:
        # The recording first: its last frames are counted by the pipeline that made them.
        self._keeping.recording.wait()
        self._keeping.snapshots.wait()
        self._keeping.saving.wait()
        self._kept = time.monotonic()
        self._session.close()
        self._models.wait()

    def _look(self) -> None:
        now = time.monotonic()
        kept = self._kept
        given_up = now > (self._begun + KEEPING_S if kept is None else kept + CLOSING_S)
        if given_up or not self._thread.is_alive():
            self._timer.stop()
            self.done.emit()
        elif now - self._begun > PATIENCE_S:
            self._message_bar.set_standing(Message(self._words))
