"""Saves snapshots on threads of their own: compressing a large PNG takes longer than a frame."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from yolocam.errors import YolocamError
from yolocam.files.output_file import is_of_place
from yolocam.frame import Frame, Rendered
from yolocam.pipeline.snapshot import save_cut_out, save_snapshot
from yolocam.ui.translation import tr
from yolocam.ui.video.pointed_box import PointedBox

MAX_AT_WORK = 4
"""A key held down must not fill the memory with images."""


class Snapshots(QObject):
    """Emits `saved(path)` or `failed(sentence, again)` on the UI thread, one for each snapshot asked for.

    `again(folder)` saves the same image in another folder; None where none helps.
    """

    saved = Signal(Path)
    failed = Signal(str, object)

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._threads: list[threading.Thread] = []

    def save(self, rendered: Rendered, path: Path | None = None, *, boxes: bool = True) -> None:
        """Save an image to `path`, or with a dated name in the Pictures folder."""
        target = path if path is not None else self._folder
        self._start(lambda place: save_snapshot(rendered, place, boxes=boxes), target)

    def save_cut_out(self, frame: Frame, box: PointedBox) -> None:
        """Save what lies in a box in the Pictures folder."""
        self._start(lambda place: save_cut_out(frame, box.xyxy, box.name, place), self._folder)

    def wait(self) -> None:
        """Wait until everything is saved; for the end of the program."""
        for thread in self._threads:
            thread.join()

    def _start(self, save: Callable[[Path | None], Path], target: Path | None) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if len(self._threads) >= MAX_AT_WORK:
            self.failed.emit(tr("The last snapshots are still being saved; try again in a moment."), None)
            return
        thread = threading.Thread(target=self._save, args=(save, target), name="snapshot", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _save(self, save: Callable[[Path | None], Path], target: Path | None) -> None:
        try:
            saved = save(target)
        except YolocamError as error:
            again = partial(self._save_in, save, target) if is_of_place(error) else None
            self.failed.emit(str(error), again)
        else:
            self.saved.emit(saved)

    def _save_in(self, save: Callable[[Path | None], Path], target: Path | None, folder: Path) -> None:
        """Save in another folder, which is the one of all further snapshots where it was not named."""
        if target == self._folder:
            self._folder = folder
            self._start(save, folder)
        elif target is not None:
            self._start(save, folder / target.name)
