"""Ends a session on a thread, so that the window can say what it is waiting for."""

from __future__ import annotations

import threading
import time

from yolocam.pipeline.session import Session
from yolocam.ui.recording import Recording
from yolocam.ui.snapshots import Snapshots

LONGEST_S = 20.0
"""A disk or a driver that hangs longer than this is left behind."""


class Closing:
    """Finishes the recording, saves what is being saved, and closes the session."""

    def __init__(self, session: Session, recording: Recording, snapshots: Snapshots) -> None:
        self._session = session
        self._recording = recording
        self._snapshots = snapshots
        self._begun = time.monotonic()
        recording.stop()
        self.had_recording = recording.phase != "idle"
        self._thread = threading.Thread(target=self._run, name="closing", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether everything has ended, or has had its time."""
        return not self._thread.is_alive() or self.elapsed_s > LONGEST_S

    @property
    def elapsed_s(self) -> float:
        """How long it has been going on."""
        return time.monotonic() - self._begun

    def _run(self) -> None:
        # The recording first: its last frames are counted by the pipeline that made them.
        self._recording.wait()
        self._snapshots.wait()
        self._session.close()
