"""The downloads of models, whichever windows are open."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from yolocam.ui.models.model_download import DownloadState, DownloadThread, discard
from yolocam.zoo.entry import ModelEntry

_LOOK_MS = 200


class Downloads(QObject):
    """Starts, pauses and cancels downloads into one folder. For the UI thread, except `wait`.

    `changed(name)` is emitted when one stands differently, a few times in a second while it runs;
    `finished(name)` when a model has come.
    """

    changed = Signal(str)
    finished = Signal(str)
    _over = Signal(str)  # from the thread of a download

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._running: dict[str, DownloadThread] = {}
        self._shown: dict[str, DownloadState] = {}
        self._over.connect(self._ended, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def state(self, name: str) -> DownloadState | None:
        """Return how the download of a model stands; None if none was begun, or it is complete."""
        return self._shown.get(name)

    def found(self, parts: Mapping[str, DownloadState]) -> None:
        """Take up what an earlier start of the program has left behind; what has gone is forgotten."""
        for name, state in parts.items():
            if name not in self._shown:
                self._shown[name] = state
                self.changed.emit(name)
        for name, state in list(self._shown.items()):
            if state.phase == "paused" and name not in parts:
                del self._shown[name]
                self.changed.emit(name)

    def start(self, entry: ModelEntry) -> None:
        """Begin, or go on where it was paused or broken off."""
        name = entry.name
        if name in self._running:
            return
        running = DownloadThread(entry, self._folder, self._shown.get(name), lambda: self._tell(name))
        self._running[name] = running
        self._shown[name] = running.measure()
        running.start()
        self._timer.start()
        self.changed.emit(name)

    def pause(self, name: str) -> None:
        """Stop for now; what has come is kept."""
        self._stop(name, cancel=False)

    def cancel(self, name: str) -> None:
        """Stop, and throw away what has come."""
        if name in self._running:
            self._stop(name, cancel=True)
        elif self._shown.pop(name, None) is not None:
            discard(name, self._folder)
            self.changed.emit(name)

    def stop(self) -> None:
        """Pause everything: the window closes."""
        self._timer.stop()
        for running in self._running.values():
            running.stop(cancel=False)

    def wait(self) -> None:
        """Wait until every download has ended."""
        for running in list(self._running.values()):
            running.wait()

    def _stop(self, name: str, *, cancel: bool) -> None:
        running = self._running.get(name)
        if running is not None:
            running.stop(cancel=cancel)
            self._look()

    def _look(self) -> None:
        for name, running in self._running.items():
            self._shown[name] = running.measure()
            self.changed.emit(name)

    def _tell(self, name: str) -> None:
        with suppress(RuntimeError):  # the window has gone
            self._over.emit(name)

    def _ended(self, name: str) -> None:
        running = self._running.pop(name)
        if not self._running:
            self._timer.stop()
        rest = running.rest()
        if rest is None or (running.cancelled and rest.phase == "paused"):
            del self._shown[name]
        else:
            self._shown[name] = rest
        if rest is None:
            self.finished.emit(name)
        self.changed.emit(name)
