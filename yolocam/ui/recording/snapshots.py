"""Saves snapshots on threads of their own: compressing a large PNG takes longer than a frame."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from yolocam.errors import YolocamError
from yolocam.frame import Rendered
from yolocam.pipeline.snapshot import save_snapshot
from yolocam.ui.translation import tr

MAX_AT_WORK = 4
"""A key held down must not fill the memory with images."""


class Snapshots(QObject):
    """Emits `saved(path)` or `failed(sentence)` on the UI thread, one for each snapshot asked for."""

    saved = Signal(Path)
    failed = Signal(str)

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._threads: list[threading.Thread] = []

    def save(self, rendered: Rendered, path: Path | None = None, *, boxes: bool = True) -> None:
        """Save an image to `path`, or with a dated name in the Pictures folder."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if len(self._threads) >= MAX_AT_WORK:
            self.failed.emit(tr("The last snapshots are still being saved; try again in a moment."))
            return
        target = path if path is not None else self._folder
        thread = threading.Thread(
            target=self._save, args=(rendered, target, boxes), name="snapshot", daemon=True
        )
        self._threads.append(thread)
        thread.start()

    def wait(self) -> None:
        """Wait until everything is saved; for the end of the program."""
        for thread in self._threads:
            thread.join()

    def _save(self, rendered: Rendered, path: Path | None, boxes: bool) -> None:
        try:
            saved = save_snapshot(rendered, path, boxes=boxes)
        except YolocamError as error:
            self.failed.emit(str(error))
        else:
            self.saved.emit(saved)
