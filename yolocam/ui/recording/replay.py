"""Keeps the last seconds of what is shown, for the window to save when something has just happened."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from yolocam.errors import SinkError
from yolocam.pipeline.actions.clip_sink import MOST_BYTES, REPLAY_S, ClipSink, Held
from yolocam.pipeline.attached_outputs import Output
from yolocam.pipeline.channel import WhenFull
from yolocam.pipeline.notices import sentence
from yolocam.pipeline.session import Session
from yolocam.ui.preferences import Preferences

REPLAY = "replay"
"""The name of its output, and the matter of its messages."""

SECONDS = (5, 600)
MEGABYTES = (16, 4096)
"""Least and most that can be chosen."""


@dataclass(frozen=True, slots=True)
class ReplayChoices:
    """How many seconds are kept, in how many megabytes at most, and whether they are."""

    on: bool = False
    seconds: int = round(REPLAY_S)
    megabytes: int = MOST_BYTES >> 20


class Replay(QObject):
    """The last seconds of the source that is open. For the UI thread; what is slow happens on threads.

    `folder()` is where clips go. `saved(path, seconds)` and `failed(sentence, again)` tell of each:
    `again(folder)` saves in another folder, None where none helps. `changed` tells of other `choices`, which
    are kept for the next start. No image waits for it: what cannot be compressed in time is missing in the
    clip.
    """

    saved = Signal(Path, float)
    failed = Signal(str, object)
    changed = Signal()

    def __init__(self, session: Session, folder: Callable[[], Path], preferences: Preferences) -> None:
        super().__init__()
        self._session = session
        self._folder = folder
        self._preferences = preferences
        self._lock = threading.Lock()  # guards _wanted and _attached
        self._wanted: object | None = None  # of the beginning that counts
        self._attached: tuple[ClipSink, Output] | None = None
        self._threads: list[threading.Thread] = []
        self.choices = _remembered(preferences)

    def start(self) -> None:
        """Begin to keep, where that was chosen the last time."""
        if self.choices.on:
            self._begin()

    @property
    def held(self) -> Held:
        """What is kept now."""
        attached = self._attached
        return Held() if attached is None else attached[0].held

    def choose(self, choices: ReplayChoices) -> None:
        """Keep so much from now on; other seconds begin anew."""
        if choices == self.choices:
            return
        self.choices = choices
        self._preferences.keep_object(REPLAY, asdict(choices))
        self.end()
        if choices.on:
            self._begin()
        self.changed.emit()

    def save(self, folder: Path | None = None) -> bool:
        """Save what is kept, beside the recordings or in `folder`; returns whether there is anything."""
        attached = self._attached
        if attached is None or not attached[0].held.bytes:
            return False
        into = folder or self._folder()
        self._run(lambda: attached[0].save_held(into))
        return True

    def end(self) -> None:
        """Keep nothing more; what is chosen stays chosen."""
        with self._lock:
            self._wanted = None
            attached, self._attached = self._attached, None
        if attached is not None:
            self._session.outputs.detach(attached[1])

    def wait(self) -> None:
        """Wait until every clip is written; for the end of the program."""
        for thread in self._threads:
            thread.join()

    def _begin(self) -> None:
        with self._lock:
            self._wanted = wanted = object()
        folder, choices = self._folder(), self.choices
        self._run(lambda: self._attach(wanted, folder, choices))

    def _attach(self, wanted: object, folder: Path, choices: ReplayChoices) -> None:
        """Runs on a thread: it tries an encoder."""
        try:
            sink = ClipSink(
                folder,
                choices.seconds,
                self.saved.emit,
                self._clip_failed,
                most_bytes=choices.megabytes << 20,
            )
        except SinkError as error:
            self.failed.emit(sentence(error), None)
            return
        with self._lock:
            if self._wanted is not wanted:
                return
            output = self._session.outputs.attach(
                sink, name=REPLAY, lifetime="session", capacity=8, when_full=WhenFull.DROP_OLDEST
            )
            self._attached = sink, output

    def _clip_failed(self, text: str) -> None:
        self.failed.emit(text, self.save)

    def _run(self, work: Callable[[], object]) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._threads.append(threading.Thread(target=work, name=REPLAY, daemon=True))
        self._threads[-1].start()


def _remembered(preferences: Preferences) -> ReplayChoices:
    kept, usual = preferences.object(REPLAY), ReplayChoices()
    seconds, megabytes = kept.get("seconds"), kept.get("megabytes")
    return ReplayChoices(
        kept.get("on") is True,
        min(max(seconds, SECONDS[0]), SECONDS[1]) if type(seconds) is int else usual.seconds,
        min(max(megabytes, MEGABYTES[0]), MEGABYTES[1]) if type(megabytes) is int else usual.megabytes,
    )
