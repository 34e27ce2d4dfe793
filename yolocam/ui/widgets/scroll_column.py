"""A column of controls that scrolls, and that knows when the wheel is meant for it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_SCROLLING_MS = 400


class ScrollColumn(QScrollArea):
    """Scrolls up and down only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._since_wheel = QElapsedTimer()

    @property
    def scrolling(self) -> bool:
        """Whether the wheel was turning this column a moment ago."""
        return self._since_wheel.isValid() and self._since_wheel.elapsed() < _SCROLLING_MS

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, and remember when."""
        self._since_wheel.start()
        super().wheelEvent(event)


def wheel_scrolls_column(widget: QWidget) -> bool:
    """Return whether a turn of the wheel over `widget` goes on scrolling the column that holds it.

    A control that slides under the pointer in the middle of a scroll must not change.
    """
    column = _column_of(widget)
    return column is not None and column.scrolling


def show_in_column(widget: QWidget, part: QRect) -> None:
    """Scroll the column that holds `widget`, if one does, so that a part of it can be seen."""
    column = _column_of(widget)
    inside = column.widget() if column is not None else None
    if column is not None and inside is not None:
        middle = widget.mapTo(inside, part.center())
        column.ensureVisible(0, middle.y(), 0, part.height())


def _column_of(widget: QWidget) -> ScrollColumn | None:
    ancestor = widget.parentWidget()
    while ancestor is not None:
        if isinstance(ancestor, ScrollColumn):
            return ancestor
        ancestor = ancestor.parentWidget()
    return None
