"""Runs Python's garbage collection only on the UI thread.

A QObject in a reference cycle is destroyed by the thread that collects it. On another thread, its destructor
holds a lock of Qt while it waits for the GIL; the UI thread may hold the GIL while it waits for that lock.
The result is a deadlock or a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 500
_IDLE_LOOK_MS = 1000
"""After a look that found too little to collect."""

_LIBRARY = 20_000
"""So many new objects since the last look are a library that was loaded: they will stay."""


class GarbageCollector(QObject):
    """A context that replaces automatic collection, with Python's thresholds. For the UI thread.

    What was there before it, and what libraries bring when they are loaded, is not looked through until its
    end: with PyTorch that is 0.1 s for which no image would be answered.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def __enter__(self) -> GarbageCollector:
        self._was_enabled = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._timer.start(_LOOK_MS)
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.collect()  # the rest of the window must go on this thread too
        if self._was_enabled:
            gc.enable()

    def look(self) -> None:
        """Collect the oldest generation whose threshold is exceeded."""
        if gc.get_count()[0] > _LIBRARY:
            gc.freeze()
        for generation in (2, 1, 0):
            threshold = gc.get_threshold()[generation]
            if 0 < threshold < gc.get_count()[generation]:
                gc.collect(generation)
                self._look_every(_LOOK_MS)
                return
        self._look_every(_IDLE_LOOK_MS)

    def _look_every(self, interval: int) -> None:
        if self._timer.isActive() and self._timer.interval() != interval:
            self._timer.setInterval(interval)
