"""What would happen to the files that are dragged over the window, told before they are dropped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from yolocam.ui.models.model_drop import split_drop
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.overlay_panel import paint_card
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID


class DropHint(PlainLabel):
    """Shown while something is dragged over the window; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        self.setFont(font)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(False)

    def show_for(self, addresses: Sequence[str]) -> None:
        """Say what dropping these does; nothing hides the hint."""
        if addresses:
            files, others = split_drop(addresses)
            self.setText(tr("Drop to add the model") if files and not others else tr("Drop to open"))
            self.raise_()
        self.setVisible(bool(addresses))

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(8 * GRID, 6 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a card with the edge of what takes something, and the words."""
        paint_card(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.accent(), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(self.rect().adjusted(6, 6, -6, -6), 6, 6)
        super().paintEvent(event)
