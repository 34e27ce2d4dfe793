"""Closes a session on a thread, so that the window can show what it waits for."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from yolocam.frame import SourceInfo
from yolocam.pipeline.session import Session
from yolocam.pipeline.stats import Snapshot
from yolocam.ui.models.model_actions import ModelActions
from yolocam.ui.recording.recording import Recording
from yolocam.ui.recording.saved_files import SavedFiles
from yolocam.ui.rules.rule_actions import RuleActions
from yolocam.ui.sound.film_sound import FilmSound
from yolocam.ui.translation import tr
from yolocam.ui.video.window_sink import WindowSink
from yolocam.ui.widgets.message_bar import Message, MessageBar

if TYPE_CHECKING:
    from yolocam.ui.window.main_window import MainWindow

PATIENCE_S = 0.3
"""A shorter wait needs no message."""

SAVING_S = 20.0
"""How long saving the user's files may take."""

CLOSING_S = 3.0
"""How long a driver or a network may take to close after that; then the window closes without it."""

_POLL_MS = 20
_LOG = logging.getLogger("yolocam.ui")


def end_status(session: Session, recording: Recording, message_bar: MessageBar) -> int | None:
    """Return the exit status once a source has ended, and log what failed; None while it goes on."""
    failed, pipeline = session.state.phase == "failed", session.pipeline
    if not failed and (pipeline is None or not pipeline.ended):
        return None
    error = message_bar.text if failed else recording.error
    if error is not None:
        _LOG.error(error)
    return 0 if error is None else 1


def reopen(window: MainWindow) -> str | None:
    """Close a window that is then made again on its session, whose source goes on; for another language.

    Returns why that cannot be done now: what is being saved would end with the window.
    """
    if window.sync.is_saving() or window.saved_files.whole_file.active:
        return tr("The language changes at the next start of yolocam: what is being saved goes on")
    window.reopens = True
    window.close()
    return None


class Shutdown(QObject):
    """Finishes recording, snapshots and results, then closes the session, then emits `done`.

    With `keep_session` its source goes on without the window. `pipeline` is the one that was running; `final`
    has its last statistics.
    """

    done = Signal()

    def __init__(
        self,
        session: Session,
        saved_files: SavedFiles,
        models: ModelActions,
        rules: RuleActions,
        film_sound: FilmSound,
        message_bar: MessageBar,
        parent: QObject,
        *,
        keep_session: bool = False,
    ) -> None:
        super().__init__(parent)
        self._keep_session = keep_session
        self._session = session
        self._saved_files = saved_files
        self._models = models
        self._rules = rules
        self._film_sound = film_sound
        self._message_bar = message_bar
        self.pipeline = session.pipeline
        self._started_s = time.monotonic()
        self._saved_s: float | None = None  # when everything was on the disk; written by the thread
        saved_files.recording.stop()
        saved_files.saving.stop()
        saved_files.whole_file.stop()
        models.stop()
        rules.stop()
        film_sound.stop()
        if keep_session:
            saved_files.replay.end()
        idle = saved_files.recording.phase == "idle"
        self._text = tr("Closing…") if idle else tr("Finishing the recording…")
        self._thread = threading.Thread(target=self._run, name="closing", daemon=True)
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)

    def start(self) -> None:
        """Start closing. The session may lose its pipeline from now on, but `pipeline` stays."""
        self._thread.start()
        self._timer.start()

    @property
    def final(self) -> tuple[Snapshot, SourceInfo] | None:
        """The last statistics and their source; None if nothing was open."""
        if self.pipeline is None:
            return None
        return self.pipeline.stats.snapshot(), self.pipeline.source.info

    def _run(self) -> None:
        # The recording first: its last frames count in the statistics of the pipeline.
        self._saved_files.recording.wait()
        self._saved_files.replay.wait()
        self._saved_files.snapshots.wait()
        self._saved_files.saving.wait()
        self._saved_files.whole_file.wait()
        self._saved_s = time.monotonic()
        if self._keep_session:
            for output in self._session.outputs.direct():
                if isinstance(output.sink, WindowSink):  # what counts stays, see `counting`
                    self._session.outputs.detach(output).join()
        else:
            self._session.close()
        self._models.wait()
        self._rules.wait()
        self._film_sound.wait()

    def _poll(self) -> None:
        now = time.monotonic()
        saved_s = self._saved_s
        deadline = self._started_s + SAVING_S if saved_s is None else saved_s + CLOSING_S
        if now > deadline or not self._thread.is_alive():
            self._timer.stop()
            self.done.emit()
        elif now - self._started_s > PATIENCE_S:
            self._message_bar.set_standing(Message(self._text))
