"""A box to tick that can be told from its surroundings in light and dark."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox

from yolocam.ui.widgets.geometry import placed
from yolocam.ui.widgets.icons import paint_icon
from yolocam.ui.widgets.theme import GRID

TICK_SIZE = 16
"""Side of the box in pixels."""


def paint_tick(painter: QPainter, box: QRectF, palette: QPalette, *, ticked: bool) -> None:
    """Draw the box, filled and ticked or empty, in the palette's current colour group."""
    edge = QPalette.ColorRole.Accent if ticked else QPalette.ColorRole.Dark
    painter.setPen(QPen(palette.color(edge), 1))
    painter.setBrush(palette.color(QPalette.ColorRole.Accent if ticked else QPalette.ColorRole.Base))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if ticked:
        paint_icon(painter, box.adjusted(1, 1, -1, -1), "check", palette.color(QPalette.ColorRole.BrightText))


class TickBox(QCheckBox):
    """A QCheckBox that paints its own indicator."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the text beside it, and the focus."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = placed(QRectF(1, (self.height() - TICK_SIZE) / 2, TICK_SIZE, TICK_SIZE), self)
            if self.hasFocus():
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 1))
                painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 4, 4)
            paint_tick(painter, box, self.palette(), ticked=self.isChecked())
            words = placed(QRectF(self.rect()).adjusted(TICK_SIZE + GRID, 0, 0, 0), self)
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())
