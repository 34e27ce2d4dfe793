"""Lets Python look for garbage on the thread of the window only.

A discarded QObject is destroyed by the thread that finds it. On another thread its destructor holds a lock of
Qt while it waits for Python, and the window's thread may hold Python while it waits for that lock: a deadlock
or a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 500


class GarbageCollector(QObject):
    """While it is entered, collects in place of Python, by Python's own thresholds. For the UI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def __enter__(self) -> GarbageCollector:
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer.start(_LOOK_MS)
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        if self._was_enabled:
            gc.collect()  # what is left of the window goes on its thread as well
            gc.enable()

    def look(self) -> None:
        """Collect the generations whose threshold has been passed."""
        for generation in (2, 1, 0):
            threshold = gc.get_threshold()[generation]
            if 0 < threshold < gc.get_count()[generation]:
                gc.collect(generation)
                return
