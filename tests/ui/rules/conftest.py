"""A hand that makes rules, in a window on a film in which one person walks from the left to the right."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from support.window.walker_film import LEFT, MouseHand, walker_window
from yolocam.ui.rules.rule_dialog import RuleDialog


class RuleHand(MouseHand):
    """A hand at the dock of rules and its form."""

    def __init__(self, qtbot, window) -> None:
        super().__init__(qtbot, window, window.rules.dock)
        self.rules = window.rules

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
    window = walker_window(qtbot, make_window, monkeypatch, 720)
    qtbot.keyClick(window, Qt.Key.Key_W)
    qtbot.waitUntil(window.rules.dock.isVisible)
    return RuleHand(qtbot, window)
