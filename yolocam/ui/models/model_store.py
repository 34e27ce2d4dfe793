"""The models of the library. The disk is read on another thread, because it may be slow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from yolocam.ui.models.download.download_thread import part_of
from yolocam.ui.qt.background_jobs import Background
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.library import Library


class _Found(NamedTuple):
    entries: tuple[ModelEntry, ...]
    parts: Mapping[str, int]
    warnings: tuple[str, ...]


class ModelStore(QObject):
    """Emits `changed` when the models or their states change. For the UI thread.

    `named` are models that were given by their files at the start and are not in the library.
    `failed(sentence)` is emitted when a request fails, `warned(sentence)` once for each problem with
    the list.
    """

    changed = Signal()
    failed = Signal(str)
    warned = Signal(str)

    def __init__(
        self, library: Library, named: Sequence[str], background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.library = library
        self.entries: tuple[ModelEntry, ...] = ()
        """The catalogue, then the user's own."""
        self.parts: Mapping[str, int] = {}
        """Models that are downloaded in part, and how many bytes of them."""
        self._named = tuple(named)
        self._background = background
        self._warned: tuple[str, ...] = ()
        self._asked = 0
        self._shown = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The models that are ready to use."""
        ready = (entry.name for entry in self.entries if entry.ready)
        return tuple(dict.fromkeys((*self._named, *ready)))

    def entry(self, name: str) -> ModelEntry | None:
        """Return the entry of a model; None if the library does not know it."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def refresh(self, then: Callable[[], None] | None = None) -> None:
        """Read the library again, then call `then`."""
        self._asked += 1
        number = self._asked

        def done(found: _Found) -> None:
            if number > self._shown:  # a later refresh may have ended first
                self._shown = number
                self._take(found)
            if then is not None:
                then()

        self._background.start(self._look, done, self.failed.emit)

    def remove(self, name: str, then: Callable[[tuple[Path, ...]], None]) -> None:
        """Remove a model, then call `then` with the files that were deleted."""

        def removed(files: tuple[Path, ...]) -> None:
            self.refresh(lambda: then(files))

        self._background.start(lambda: self.library.remove(name), removed, self.failed.emit)

    def _look(self) -> _Found:
        entries, folder = self.library.models(), self.library.folder
        missing = (entry.name for entry in entries if not entry.own and not entry.ready)
        sizes = {name: part_of(name, folder).size for name in missing}
        return _Found(entries, {n: size for n, size in sizes.items() if size}, self.library.warnings())

    def _take(self, found: _Found) -> None:
        if (found.entries, found.parts) != (self.entries, self.parts):
            self.entries, self.parts = found.entries, found.parts
            self.changed.emit()
        for warning in found.warnings:
            if warning not in self._warned:
                self.warned.emit(warning)
        self._warned = found.warnings
