"""What flat buttons have behind their text while they are pointed at or focused."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget


def paint_ground(painter: QPainter, widget: QWidget, rect: QRectF, role: QPalette.ColorRole) -> None:
    """Fill a rectangle with round corners, framed where the widget has the focus; else paint nothing."""
    if not (widget.underMouse() or widget.hasFocus()):
        return
    accent = widget.palette().color(QPalette.ColorRole.Accent)
    painter.setPen(QPen(accent) if widget.hasFocus() else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(widget.palette().color(role))
    painter.drawRoundedRect(rect, 4, 4)
