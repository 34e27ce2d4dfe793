"""Starts and stops recordings for the window, without ever making it wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from yolocam.errors import YolocamError
from yolocam.files.output_file import is_of_place
from yolocam.media.sound.audio_choice import SharedInput
from yolocam.pipeline.attached_outputs import Output
from yolocam.pipeline.notices import Notice
from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.video.recorder import Recorder, RecordingState
from yolocam.pipeline.sinks.video.recording_part import What
from yolocam.ui.recording.recording_choices import RecordingChoices
from yolocam.ui.translation import tr

START_PATIENCE_S = 10.0
"""How long the window's start waits for a recording; testing an encoder takes a tenth of a second."""

MATTER = "recording"
"""What its messages are about."""

RecordingPhase = Literal["idle", "starting", "recording", "finishing"]


class Recording(QObject):
    """The window's recording. `saved(state)` is emitted, by `refresh`, when its files are complete.

    Making a recorder may touch a slow disk and test an encoder, so it happens on a thread of its own.
    All methods belong to the UI thread.
    """

    saved = Signal(RecordingState)

    def __init__(self, session: Session, folder: Path | None = None) -> None:
        super().__init__()
        self._session = session
        self._starter: threading.Thread | None = None
        self._finishing: list[tuple[threading.Thread, Recorder]] = []
        self._stop_wanted = False
        self._last: Recorder | None = None
        self._output: Output | None = None
        self.what: What = "annotated"
        self.choices = RecordingChoices(folder=folder)
        self.sound = SharedInput()

    @property
    def phase(self) -> RecordingPhase:
        """What is happening now."""
        if self._starter is not None and self._starter.is_alive():
            return "starting"
        if self._output is not None and self._output.error is None:
            return "recording"
        return "finishing" if self._finishing else "idle"

    @property
    def state(self) -> RecordingState | None:
        """The figures of the running recording."""
        recorder = self._recorder()
        return recorder.state if recorder is not None else None

    @property
    def error(self) -> str | None:
        """Why the last recording ended too early; None if it did not."""
        return None if self._last is None else self._last.state.error

    @property
    def paused(self) -> bool:
        """Whether a recording runs and takes no frames just now."""
        recorder = self._recorder()
        return recorder is not None and recorder.paused

    def toggle_pause(self) -> None:
        """Take no frames until this is called again; the film has no gap there."""
        recorder = self._recorder()
        if recorder is not None:
            recorder.paused = not recorder.paused

    def toggle(self) -> None:
        """Stop a recording, or start one."""
        (self.stop if self.phase in ("starting", "recording") else self.start)()

    def start(self) -> None:
        """Start recording into the chosen folder; a failure becomes a notice of the session."""
        if self.phase in ("starting", "recording"):
            return
        path = self.choices.path(datetime.now())
        self._stop_wanted = False
        self._starter = threading.Thread(
            target=self._start, args=(path, self.what), name="record", daemon=True
        )
        self._starter.start()

    def start_now(self, path: Path) -> None:
        """Start recording before the first frame, so that it has them all. Raises SinkError, SourceError.

        Waits for it, but not for a driver that hangs: after START_PATIENCE_S a failure becomes a notice.
        """
        started: Future[None] = Future()
        self._starter = threading.Thread(
            target=self._start_for, args=(started, path, self.what), name="record", daemon=True
        )
        self._starter.start()
        try:
            started.result(START_PATIENCE_S)
        except TimeoutError:
            started.add_done_callback(self._tell_failure)

    def stop(self) -> None:
        """Stop recording; the file is finished on a thread, and `saved` tells when."""
        if self.phase == "starting":
            self._stop_wanted = True
            return
        recorder, output = self._recorder(), self._output
        if output is not None and recorder is not None:
            self._output = None
            self._finishing.append((self._session.outputs.detach(output), recorder))

    def refresh(self) -> None:
        """Notice what the threads have done; called several times a second."""
        if self._stop_wanted and self.phase == "recording":
            self._stop_wanted = False
            self.stop()
        if self._output is not None and self._output.error is not None:
            self._output = None
        for finisher, recorder in [pair for pair in self._finishing if not pair[0].is_alive()]:
            self._finishing.remove((finisher, recorder))
            state = recorder.state
            if state.error is None:  # otherwise the session has a notice
                self.saved.emit(state)

    def wait(self) -> None:
        """Wait until no thread of a recording is at work; for the end of the program."""
        if self._starter is not None:
            self._starter.join()
        for finisher, _ in list(self._finishing):
            finisher.join()

    def _start(self, path: Path, what: What) -> None:
        started: Future[None] = Future()
        self._start_for(started, path, what)
        self._tell_failure(started)

    def _start_for(self, started: Future[None], path: Path, what: What) -> None:
        try:
            self._attach(path, what)
        except YolocamError as error:
            started.set_exception(error)
        else:
            started.set_result(None)

    def _tell_failure(self, started: Future[None]) -> None:
        if (error := started.exception()) is not None:
            text = tr("Recording did not start: {reason}").format(reason=error)
            self._session.notify(Notice("error", text, matter=MATTER, of_place=is_of_place(error)))

    def _attach(self, path: Path, what: What) -> None:
        sound_input = self.sound.acquire()
        try:
            recorder = Recorder(
                path,
                what=what,
                encoder=self.choices.encoder,
                audio=self.sound.choice.own,
                sound_input=sound_input,
                mix=self.sound.mix,
                on_recorded=_counter(self._session),
            )
        except YolocamError:
            if sound_input is not None:
                sound_input.close()
            raise
        self._last = recorder
        self._output = self._session.outputs.attach(recorder, name=MATTER, lifetime="session")

    def _recorder(self) -> Recorder | None:
        """The recorder at work; None where there is none, or it has failed."""
        return self._last if self._output is not None and self._output.error is None else None


def _counter(session: Session) -> Callable[[], None]:
    def count() -> None:
        pipeline = session.pipeline
        if pipeline is not None:
            pipeline.stats.recorded()

    return count
