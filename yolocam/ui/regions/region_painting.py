"""Paints what one takes hold of, and what is being drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

_POINT, _MIDDLE = 5.0, 4.0  # pixels: half of a handle
_ARROW = 28.0
_DARK, _LIGHT, _CHOSEN = QColor(0, 0, 0, 190), QColor(255, 255, 255), QColor("#62a8ff")


def paint_handles(
    painter: QPainter, places: Sequence[QPointF], kind: str, *, chosen: bool, held: bool
) -> None:
    """Paint a circle at each point of a region, a square in its middle, and its edge if it is chosen."""
    colour = _CHOSEN if chosen else _LIGHT
    if chosen or held:
        _paint_edge(painter, places, kind == "polygon", colour)
    painter.setPen(QPen(_DARK, 1.5))
    painter.setBrush(colour)
    for place in places:
        painter.drawEllipse(place, _POINT, _POINT)
    middle = QPointF(
        sum(place.x() for place in places) / len(places), sum(place.y() for place in places) / len(places)
    )
    painter.drawRect(QRectF(middle.x() - _MIDDLE, middle.y() - _MIDDLE, 2 * _MIDDLE, 2 * _MIDDLE))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_draft(painter: QPainter, places: Sequence[QPointF], tool: str | None, *, mirrored: bool) -> None:
    """Paint what is being drawn: of a line also the arrow that points the way that counts as in."""
    _paint_edge(painter, places, tool == "rectangle", _CHOSEN)
    if tool == "line":
        _paint_arrow(painter, places[0], places[-1], mirrored=mirrored)
    painter.setPen(QPen(_DARK, 1.5))
    painter.setBrush(_CHOSEN)
    for place in places:
        painter.drawEllipse(place, _POINT, _POINT)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_edge(painter: QPainter, places: Sequence[QPointF], closed: bool, colour: QColor) -> None:
    for pen in (QPen(_DARK, 4.0), QPen(colour, 2.0)):
        painter.setPen(pen)
        (painter.drawPolygon if closed else painter.drawPolyline)(QPolygonF(list(places)))


def _paint_arrow(painter: QPainter, start: QPointF, end: QPointF, *, mirrored: bool) -> None:
    along = end - start
    length = math.hypot(along.x(), along.y())
    if length < 1.0:
        return
    sense = -1.0 if mirrored else 1.0
    across = QPointF(-along.y(), along.x()) * (sense * _ARROW / length)
    middle = (start + end) / 2
    head, along = middle + across, along * (_ARROW / 4 / length)
    for pen in (QPen(_DARK, 4.0), QPen(_CHOSEN, 2.0)):
        painter.setPen(pen)
        painter.drawLine(middle, head)
        painter.drawLine(head, head - across * 0.3 + along)
        painter.drawLine(head, head - across * 0.3 - along)
