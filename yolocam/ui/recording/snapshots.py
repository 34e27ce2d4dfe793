"""Saves snapshots on threads of their own: compressing a large PNG takes longer than a frame."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from yolocam.errors import YolocamError
from yolocam.frame import Frame, Rendered
from yolocam.pipeline.snapshot import save_cut_out, save_snapshot
from yolocam.ui.translation import tr
from yolocam.ui.video.pointed_box import PointedBox

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
        target = path if path is not None else self._folder
        self._start(lambda: save_snapshot(rendered, target, boxes=boxes))

    def save_cut_out(self, frame: Frame, box: PointedBox) -> None:
        """Save what lies in a box in the Pictures folder."""
        self._start(lambda: save_cut_out(frame, box.xyxy, box.name, self._folder))

    def wait(self) -> None:
        """Wait until everything is saved; for the end of the program."""
        for thread in self._threads:
            thread.join()

    def _start(self, save: Callable[[], Path]) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if len(self._threads) >= MAX_AT_WORK:
            self.failed.emit(tr("The last snapshots are still being saved; try again in a moment."))
            return
        thread = threading.Thread(target=self._save, args=(save,), name="snapshot", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _save(self, save: Callable[[], Path]) -> None:
        try:
            saved = save()
        except YolocamError as error:
            self.failed.emit(str(error))
        else:
            self.saved.emit(saved)
