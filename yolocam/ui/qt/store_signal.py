"""Delivers changes of the settings, made on any thread, to the UI thread."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal

from yolocam.settings import SettingsStore


class StoreSignal(QObject):
    """Emits `changed` on the UI thread after the settings have changed; read `store.current` then.

    Several changes in a row may be delivered as one. Ends with its parent.
    """

    changed = Signal()
    _told = Signal()  # from the thread that made the change

    def __init__(self, store: SettingsStore, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting = False
        self._told.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        unsubscribe = store.subscribe(self._tell)
        parent.destroyed.connect(lambda: unsubscribe())

    def _tell(self) -> None:
        if not self._waiting:
            self._waiting = True
            with suppress(RuntimeError):  # the window is gone
                self._told.emit()

    def _deliver(self) -> None:
        self._waiting = False  # first, so that a change made meanwhile is delivered again
        self.changed.emit()
