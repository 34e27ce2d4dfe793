"""A timer that slows down where nothing moves: an open window must not cost anything."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow

QUICK_MS = 100
SLOW_MS = 400
IDLE_MS = 1000
_SLOW_AFTER_MS = 2_000
_IDLE_AFTER_MS = 10_000

_INPUT = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.TouchBegin,
        QEvent.Type.Drop,
    }
)


class RestingTimer(QTimer):
    """Times out every QUICK_MS, and less often the longer nothing has moved.

    `slowest_ms` says how slow it may be at this moment: QUICK_MS where something moves. `wake` and any input
    to the window that is watched make it quick again.
    """

    def __init__(self, parent: QObject, slowest_ms: Callable[[], int]) -> None:
        super().__init__(parent, interval=QUICK_MS)
        self._slowest_ms = slowest_ms
        self._still_ms = 0  # since something moved
        self.timeout.connect(self._adapt)

    @property
    def resting(self) -> bool:
        """Whether it is slower than usual."""
        return self.interval() > QUICK_MS

    def wake(self) -> None:
        """Be quick again."""
        self._still_ms = 0
        if self.resting:
            self.setInterval(QUICK_MS)

    def watch(self, window: QWindow) -> None:
        """Be quick again, too, whenever a key or a button is pressed in this window."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self.wake()
        return False

    def _adapt(self) -> None:
        slowest = self._slowest_ms()
        if slowest <= QUICK_MS:
            self.wake()
            return
        self._still_ms += self.interval()
        wanted = QUICK_MS
        if self._still_ms > _IDLE_AFTER_MS:
            wanted = IDLE_MS
        elif self._still_ms > _SLOW_AFTER_MS:
            wanted = SLOW_MS
        wanted = min(wanted, slowest)
        if wanted != self.interval():
            self.setInterval(wanted)
