"""All downloads of models. They go on when the model manager is closed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from yolocam.ui.models.download.download_thread import DownloadState, DownloadThread, discard
from yolocam.zoo.entry import ModelEntry

_POLL_MS = 200


class Downloads(QObject):
    """Starts, pauses and cancels downloads into one folder. For the UI thread, except `wait`.

    `changed(name)` is emitted when the state of one changes, and a few times a second while it runs;
    `finished(name)` when a model is complete.
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
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)

    def state(self, name: str) -> DownloadState | None:
        """Return the state of a model's download; None if it was never started or is complete."""
        return self._shown.get(name)

    def found(self, parts: Mapping[str, DownloadState]) -> None:
        """Take over the parts that lie in the folder; forget paused downloads whose part is gone."""
        for name, state in parts.items():
            if name not in self._shown:
                self._shown[name] = state
                self.changed.emit(name)
        for name, state in list(self._shown.items()):
            if state.phase == "paused" and name not in parts:
                del self._shown[name]
                self.changed.emit(name)

    def start(self, entry: ModelEntry) -> None:
        """Start a download, or continue it where it stopped."""
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
        """Stop a download but keep its part."""
        self._stop(name, cancel=False)

    def cancel(self, name: str) -> None:
        """Stop a download and delete its part."""
        if name in self._running:
            self._stop(name, cancel=True)
        elif self._shown.pop(name, None) is not None:
            discard(name, self._folder)
            self.changed.emit(name)

    def stop(self) -> None:
        """Pause all downloads: the window closes."""
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
            self._poll()

    def _poll(self) -> None:
        for name, running in self._running.items():
            self._shown[name] = running.measure()
            self.changed.emit(name)

    def _tell(self, name: str) -> None:
        with suppress(RuntimeError):  # the window is gone
            self._over.emit(name)

    def _ended(self, name: str) -> None:
        running = self._running.pop(name)
        if not self._running:
            self._timer.stop()
        final = running.final_state()
        if final is None or (running.cancelled and final.phase == "paused"):
            del self._shown[name]
        else:
            self._shown[name] = final
        if final is None:
            self.finished.emit(name)
        self.changed.emit(name)
