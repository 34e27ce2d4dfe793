"""The sheet of keys that F1 lays over the image; the image runs on under it."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QMouseEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from yolocam.ui.actions import ActionSpec, action_specs, group_titles, key_text
from yolocam.ui.translation import tr
from yolocam.ui.widgets.overlay_panel import paint_card
from yolocam.ui.widgets.plain_label import PlainLabel


class ShortcutsOverlay(QWidget):
    """Lists every key; a click or Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Keyboard shortcuts"))
        columns = QHBoxLayout(self)
        columns.setContentsMargins(32, 24, 32, 24)
        columns.setSpacing(40)
        titles = group_titles()
        keyed = (spec for spec in action_specs() if spec.keys)
        groups = {name: list(specs) for name, specs in groupby(keyed, key=lambda spec: spec.group)}
        for names in (("open", "save"), ("playback",), ("view",)):
            column = QVBoxLayout()
            column.setSpacing(16)
            for name in names:
                column.addLayout(_group(titles[name], groups[name]))
            column.addStretch(1)
            columns.addLayout(column)
        self.adjustSize()
        self.setVisible(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a card."""
        paint_card(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close."""
        self.hide()


def _group(heading: str, specs: list[ActionSpec]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    title = PlainLabel(heading)
    font = QFont(title.font())
    font.setWeight(QFont.Weight.DemiBold)
    title.setFont(font)
    grid.addWidget(title, 0, 0, 1, 2)
    for row, spec in enumerate(specs, start=1):
        keys = PlainLabel(key_text(spec))
        keys.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(PlainLabel(spec.text.removesuffix("…")), row, 1)
    grid.setColumnStretch(1, 1)
    return grid
