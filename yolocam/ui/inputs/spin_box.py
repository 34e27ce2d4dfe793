"""Fields for numbers with arrows, with an edge that can be seen in light and dark."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox


class SpinBox(QSpinBox):
    """A QSpinBox with the edge of a line edit."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_edge(self)


class DoubleSpinBox(QDoubleSpinBox):
    """A QDoubleSpinBox with the edge of a line edit."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_edge(self)


def edge_colour(box: QAbstractSpinBox) -> QColor:
    """Return the colour of a field's edge: it tells which one has the keyboard, and which cannot be used."""
    role = QPalette.ColorRole.Accent if box.hasFocus() else QPalette.ColorRole.Dark
    return box.palette().color(role if box.isEnabled() else QPalette.ColorRole.Mid)


def _paint_edge(box: QAbstractSpinBox) -> None:
    """Draw over the style's own edge, which is darker than a dark window."""
    with QPainter(box) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(edge_colour(box))
        painter.drawRoundedRect(QRectF(box.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
