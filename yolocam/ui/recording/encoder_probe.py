"""Finds out what this machine can encode, without making the window wait."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from yolocam.errors import YolocamError
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.encoding.encoders import ENCODERS, proved_encoders
from yolocam.media.encoding.speed_test import fastest_that_can, proved_codecs

_POLL_MS = 50


class EncoderProbe(QObject):
    """Emits, on the UI thread, `learnt(codecs, encoders)`, `measured(Measured)` or `failed(sentence)`.

    Its threads end by themselves, also where their owner has gone. One works after the other: beside another
    an encoder would seem slower, and what was measured is chosen from those that were learnt.
    """

    learnt = Signal(list, list)
    measured = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._found: queue.Queue[Callable[[], None]] = queue.Queue(4)
        self._over = threading.Event()
        self._at_work = 0  # threads whose answer has not been told
        self._last: threading.Thread | None = None
        parent.destroyed.connect(_setter(self._over))
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._look)

    def learn(self) -> None:
        """Look for codecs and encoders that work."""

        def work() -> None:
            codecs = list(proved_codecs())
            working = proved_encoders([one.name for one in ENCODERS])
            encoders = [one for one in ENCODERS if one.name in working]
            self._give(lambda: self.learnt.emit(codecs, encoders))

        self._start(work)

    def measure(self, settings: EncoderSettings, size_wh: tuple[int, int]) -> None:
        """Encode images of a size as the settings say, for two seconds."""

        def work() -> None:
            try:
                found = fastest_that_can(settings, size_wh, ended=self._over.is_set)
            except YolocamError as error:
                words = str(error)
                self._give(lambda: self.failed.emit(words))
            else:
                self._give(lambda: self.measured.emit(found))

        self._start(work)

    def _start(self, work: Callable[[], None]) -> None:
        self._at_work += 1
        self._timer.start()
        before = self._last

        def in_turn() -> None:
            if before is not None:
                before.join()
            work()

        self._last = threading.Thread(target=in_turn, name="encoder probe", daemon=True)
        self._last.start()

    def _give(self, tell: Callable[[], None]) -> None:
        if not self._over.is_set():
            self._found.put(tell)

    def _look(self) -> None:
        while not self._found.empty():
            self._at_work -= 1
            self._found.get_nowait()()
        if not self._at_work:
            self._timer.stop()


def _setter(event: threading.Event) -> Callable[[], None]:
    return lambda: event.set()
