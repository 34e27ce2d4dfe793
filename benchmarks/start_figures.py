"""The figures of a window's start, for `start_probe.py`.

Seconds on a clock since a moment that is given, and what the process had computed by then (`_cpu`):

window   the window has been painted for the first time, and the next event was served
model    the network is ready
image    the first image has been painted with its detections (where there is a source)
stall    the longest time in which the window served no event, from the first painting to the last of these
rest     the processor's share at rest, in percent of a core; only where REST_S is not 0
"""

from __future__ import annotations

import json
import os
import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer

_SETTLE_MS = 15_000
"""What is prepared in the background comes to its end before rest is measured."""

_TICK_MS = 5


class StartFigures(QObject):
    """Looks at a window after each painting and each few milliseconds, prints, and ends the program."""

    def __init__(self, window: Any, begun: float, rest_s: float, linger_s: float, *, source: bool) -> None:
        super().__init__(window)
        self._window = window
        self._begun = begun
        self._rest_s, self._linger_s = rest_s, linger_s
        self._source = source
        self._figures: dict[str, float] = {}
        self._wanted = {"window", "model", *(["image"] if source else [])}
        self._last = time.perf_counter()
        self._used = 0.0
        self._ticks = QTimer(self, interval=_TICK_MS)
        self._ticks.timeout.connect(self._look)
        self._ticks.start()
        for watched in (window, window.view):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a painting once the next event is served."""
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        self._note("window")
        if self._source and self._window.view.current is not None:
            self._note("image")

    def _look(self) -> None:
        gap, self._last = time.perf_counter() - self._last, time.perf_counter()
        if "window" not in self._figures:
            return
        self._figures["stall"] = max(self._figures.get("stall", 0.0), gap)
        session = self._window.session
        if session.detector.model is not None:
            self._note("model")
        if self._wanted <= self._figures.keys():
            self._ticks.stop()
            if self._source and session.playback is not None:
                session.playback.pause()
            wait_ms, then = (_SETTLE_MS, self._rest) if self._rest_s else (self._linger_s * 1000, self._end)
            QTimer.singleShot(round(wait_ms), then)

    def _note(self, name: str) -> None:
        if name not in self._figures:
            self._figures[name] = time.time() - self._begun
            self._figures[f"{name}_cpu"] = time.process_time()

    def _rest(self) -> None:
        self._used, self._last = time.process_time(), time.perf_counter()
        QTimer.singleShot(round(self._rest_s * 1000), self._rested)

    def _rested(self) -> None:
        share = (time.process_time() - self._used) / (time.perf_counter() - self._last)
        self._figures["rest"] = 100 * share
        self._end()

    def _end(self) -> None:
        print(json.dumps(self._figures), flush=True)
        os._exit(0)
