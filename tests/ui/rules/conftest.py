"""A window on a film in which one person walks from the left to the right, and a hand that makes rules."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from support.window import window_fakes
from support.window.window_driver import paused_film
from yolocam.ui.rules.rule_dialog import RuleDialog

LEFT = Qt.MouseButton.LeftButton


class RuleHand:
    """A hand at the dock of rules and its form."""

    def __init__(self, qtbot, window) -> None:
        self.qtbot, self.window = qtbot, window
        self.rules, self.dock = window.rules, window.rules.dock

    def press(self, button) -> None:
        assert button.isEnabled()
        self.qtbot.mouseClick(button, LEFT)

    def form(self) -> RuleDialog:
        """The form that is open."""
        forms = [one for one in self.window.findChildren(RuleDialog) if one.isVisible()]
        (form,) = forms
        return form

    def add(self) -> RuleDialog:
        self.press(self.dock.add)
        return self.form()

    def type(self, field, text) -> None:
        field.clear()
        self.qtbot.keyClicks(field, text)

    def choose(self, box, data) -> None:
        box.setCurrentIndex(box.findData(data))

    def click(self, row: int, x: int = 60) -> None:
        """Click a rule of the list, on its name or so far from its left edge."""
        cell = self.dock.table.visualRect(self.dock.model.index(row, 0))
        at = QPoint(cell.left() + x, cell.center().y())
        self.qtbot.mouseClick(self.dock.table.viewport(), LEFT, pos=at)

    @property
    def rows(self) -> list[str]:
        """The rules in words."""
        return [row.sentence for row in self.dock.model.rows]


@pytest.fixture
def hand(qtbot, make_window, monkeypatch):
    """A hand at a window whose film is held near its beginning, with the dock of rules open."""
    pytest.importorskip("lap")
    monkeypatch.setattr(window_fakes, "twelve_boxes", window_fakes.walker)
    window = make_window()
    window.resize(1280, 720)
    paused_film(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_W)
    qtbot.waitUntil(window.rules.dock.isVisible)
    return RuleHand(qtbot, window)
