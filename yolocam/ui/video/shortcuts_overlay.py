"""The sheet of keys that F1 lays over the image; the image runs on under it."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from yolocam.ui.actions import ActionSpec, action_specs, group_titles, key_text
from yolocam.ui.translation import tr
from yolocam.ui.widgets.overlay_panel import paint_card
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_COLUMNS = ("open", "save"), ("playback",), ("view",)


class ShortcutsOverlay(QScrollArea):
    """Lists every key; a click or Esc closes it.

    Its columns, made when they are first shown, stand one below the other where there is no room for them
    side by side, and scroll.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Keyboard shortcuts"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._columns: list[QWidget] = []
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        self._grid.setHorizontalSpacing(5 * GRID)
        self._grid.setVerticalSpacing(3 * GRID)
        self._beside = 0
        self.setWidget(inside)
        for ground in (self.viewport(), inside):
            ground.setAutoFillBackground(False)
        self.setVisible(False)

    def sizeHint(self) -> QSize:
        """As large as all columns side by side."""
        self._fill()
        tallest = max(column.sizeHint().height() for column in self._columns)
        return QSize(self._width_of(len(self._columns)), tallest + 6 * GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many columns side by side as there is room for."""
        self._fill()
        counts = range(len(self._columns), 0, -1)
        self._arrange(next((count for count in counts if self._width_of(count) <= self.width()), 1))
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a card."""
        paint_card(self.viewport())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close."""
        self.hide()

    def _fill(self) -> None:
        if not self._columns:
            self._columns = _columns()
            self._arrange(len(self._columns))

    def _width_of(self, beside: int) -> int:
        wishes = [column.sizeHint().width() for column in self._columns]
        widest = sum(max(wishes[place::beside]) for place in range(beside))
        bar = self.verticalScrollBar().sizeHint().width()
        return widest + 5 * GRID * (beside - 1) + 8 * GRID + bar

    def _arrange(self, beside: int) -> None:
        if beside == self._beside:
            return
        self._beside = beside
        for number, column in enumerate(self._columns):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(column, number // beside, number % beside, top)


def _columns() -> list[QWidget]:
    titles = group_titles()
    keyed = (spec for spec in action_specs() if spec.keys)
    groups = {name: list(specs) for name, specs in groupby(keyed, key=lambda spec: spec.group)}
    columns = []
    for names in _COLUMNS:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        for name in names:
            column.addLayout(_group(titles[name], groups[name]))
        columns.append(widget)
    return columns


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
