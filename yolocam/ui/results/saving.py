"""Saves what is found while a source runs, without ever making the window wait."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from yolocam.errors import YolocamError
from yolocam.files.output_file import is_of_place
from yolocam.pipeline.attached_outputs import Output
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.results.result_set import ResultSet

FLOOR = 0.05
"""What is kept so that results can be looked at with other thresholds."""

MATTER = "saving the results"
"""What its messages are about."""


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """Where to save (`path`, whose ending is replaced), in which formats, and how.

    `whole` plays a file from its beginning and stops at its end, `fast` goes through it beside the window,
    with a `film` that has the boxes painted in. `candidates` stores what other thresholds need.
    """

    path: Path
    formats: tuple[str, ...]
    whole: bool
    candidates: bool
    fast: bool = False
    film: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    results: ResultSet
    output: Output
    pipeline: Pipeline
    whole: bool


class ResultsSaving(QObject):
    """One saving at a time, of the source that is open; it ends with that.

    Emits `saved(paths, frames)` when the files are complete, or `failed(sentence, again)` when they cannot be
    opened: `again(folder)` saves in another folder, None where none helps. A failure while they are
    written is a notice of the session. All methods belong to
    the UI thread.
    """

    saved = Signal(list, int)
    failed = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._work: _Work | None = None
        self._wish: SaveRequest | None = None  # the last one
        self._finishing: list[tuple[threading.Thread, _Work]] = []

    @property
    def active(self) -> bool:
        """Whether something is being saved."""
        return self._work is not None

    @property
    def frames(self) -> int:
        """How many frames were saved so far."""
        return self._work.results.frames if self._work is not None else 0

    def start(self, wish: SaveRequest) -> None:
        """Save from the next frame on, or the whole file."""
        pipeline = self._session.pipeline
        if pipeline is None or self.active:
            return
        self._wish = wish
        try:
            floor = FLOOR if wish.candidates else None
            results = ResultSet(wish.path, wish.formats, from_start=wish.whole, floor=floor)
        except YolocamError as error:
            self.failed.emit(str(error), self.start_in if is_of_place(error) else None)
            return
        if wish.candidates:
            self._session.store.update(floor=FLOOR)
        output = pipeline.outputs.attach(results, name=MATTER)
        self._work = _Work(results, output, pipeline, wish.whole)
        if wish.whole:
            pipeline.playback.set_loop(False)
            pipeline.playback.seek(0)
            pipeline.playback.play()

    def start_in(self, folder: Path) -> None:
        """Save in another folder what could not be saved, under the same name."""
        if self._wish is not None:
            self.start(replace(self._wish, path=folder / self._wish.path.name))

    def stop(self) -> None:
        """Finish the files on a thread; `saved` tells when that is done."""
        work, self._work = self._work, None
        if work is None:
            return
        finisher = work.pipeline.outputs.detach(work.output)
        self._session.store.update(floor=None)
        self._finishing.append((finisher, work))

    def refresh(self) -> None:
        """Notice what has ended; called several times a second."""
        work = self._work
        if work is not None:
            gone = self._session.pipeline is not work.pipeline or work.pipeline.ended
            if gone or _is_complete(work) or work.output.error is not None:
                self.stop()
        for pair in [pair for pair in self._finishing if not pair[0].is_alive()]:
            self._finishing.remove(pair)
            work = pair[1]
            if work.output.error is None:  # otherwise the session has a notice
                self.saved.emit(work.results.paths, work.results.frames)

    def wait(self) -> None:
        """Wait until everything is saved; for the end of the program."""
        for thread, _ in self._finishing:
            thread.join()


def _is_complete(work: _Work) -> bool:
    """Whether a whole file was wanted, and its last frame has come all the way to the results."""
    state = work.pipeline.playback.state
    return work.whole and state.ended and work.results.last_ns == state.position_ns
