"""How fast a film plays: a button with a menu."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import explain
from yolocam.ui.widgets.formatting import speed_text
from yolocam.ui.window.menus import DOWN, NO_INDICATOR

SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0)
_NARROWEST = 64


class SpeedButton(QToolButton):
    """Emits `chosen(speed)`."""

    chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        menu = QMenu(self)
        self._group = QActionGroup(menu)
        for speed in SPEEDS:
            action = QAction(f"{speed:g}x", menu)
            action.setCheckable(True)
            action.setData(speed)
            self._group.addAction(action)
            menu.addAction(action)
        self._group.triggered.connect(lambda action: self.chosen.emit(action.data()))
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAutoRaise(True)
        self.setStyleSheet(NO_INDICATOR)
        self.setAccessibleName(tr("Speed"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._shown: tuple[float, float | None] | None = None
        self.show_speed(1.0, None)

    def show_speed(self, speed: float, real: float | None) -> None:
        """Show the speed that was chosen and, where the model is too slow for it, the real one."""
        if (speed, real) == self._shown:
            return
        self._shown = speed, real
        in_brackets = "" if real is None else f" ({speed_text(real)})"
        text = f"{speed:g}x{in_brackets} {DOWN}"
        self.setText(text)
        self.setMinimumWidth(max(_NARROWEST, self.fontMetrics().horizontalAdvance(text) + 20))
        slow = tr("The model is slower than this video: it really plays at the speed in brackets.")
        explain(self, tr("How fast the file plays ([ slower, ] faster)"), slow if in_brackets else "")
        for action in self._group.actions():
            action.setChecked(action.data() == speed)


def next_speed(speed: float, steps: int) -> float:
    """Return the speed so many places further in the menu."""
    nearest = min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - speed))
    return SPEEDS[min(max(nearest + steps, 0), len(SPEEDS) - 1)]
