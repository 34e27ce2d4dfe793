"""A figure of the status bar: flat, of one width, and a button."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QWidget

from yolocam.ui.stats.figures import FigureKind, FigureText
from yolocam.ui.widgets.explained import explain
from yolocam.ui.widgets.geometry import scaled
from yolocam.ui.widgets.hover import paint_ground
from yolocam.ui.widgets.theme import GRID, tabular


class FigureButton(QAbstractButton):
    """Shows a text in digits of one width. It grows when a longer text comes, and never shrinks."""

    def __init__(self, kind: FigureKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.setFont(tabular(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._width = self._width_of(kind.widest)

    def show_text(self, text: FigureText) -> bool:
        """Show a text; returns whether the button needs more room than before."""
        if text.text != self.text():
            self.setText(text.text)
            self.setAccessibleName(f"{self.kind.title}: {text.text}")
        explain(self, *text.tip)
        needed = self._width_of(text.text)
        grown, self._width = needed > self._width, max(needed, self._width)
        return grown

    def sizeHint(self) -> QSize:
        """Return the room for the widest text so far."""
        return QSize(self._width, scaled(3 * GRID))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, and a ground while pointed at or focused."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            paint_ground(painter, self, ground, QPalette.ColorRole.Midlight)
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 2 * GRID
