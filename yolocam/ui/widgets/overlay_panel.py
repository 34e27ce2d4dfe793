"""The ground of what lies over the image, so that it can be read on every image."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from yolocam.ui.widgets import theme


def paint_card(widget: QWidget) -> None:
    """Fill a widget with a card that has round corners; to be called in its paintEvent."""
    with QPainter(widget) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.rule())
        painter.setBrush(widget.palette().window())
        painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
