"""A small icon before a text, so that nothing is told by colour alone."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from yolocam.ui.widgets import theme
from yolocam.ui.widgets.geometry import square
from yolocam.ui.widgets.icons import paint_icon

Kind = Literal["error", "warning", "note", "ok", "none"]

_ICONS = {"error": "error", "warning": "warning", "note": "info", "ok": "check"}
_SIDE = 20


class StatusIcon(QWidget):
    """Each kind has a shape of its own; it takes the colours of the moment when it is painted."""

    def __init__(self, kind: Kind = "none", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: Kind = kind
        self.setFixedSize(square(_SIDE))

    def set_kind(self, kind: Kind) -> None:
        """Show another icon."""
        if kind != self._kind:
            self._kind = kind
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        if self._kind != "none":
            with QPainter(self) as painter:
                paint_status_icon(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self._kind)


def paint_status_icon(painter: QPainter, rect: QRectF, kind: Kind, colour: QColor | None = None) -> None:
    """Draw a status icon into a rectangle, in its own colour where none is given."""
    paint_icon(painter, rect, _ICONS[kind], colour or _colour(kind))


def _colour(kind: Kind) -> QColor:
    if kind == "error":
        return theme.danger()
    if kind == "warning":
        return QGuiApplication.palette().color(QPalette.ColorRole.WindowText)
    return theme.accent()
