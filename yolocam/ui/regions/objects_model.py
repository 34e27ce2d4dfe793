"""The objects of a film, as Qt's views read them, with a lane that shows when each is there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.ui.regions.track_times import SeenObject
from yolocam.ui.translation import tr
from yolocam.ui.widgets.timecode import timecode

WHEN = 4
"""The column of the lane."""

LANE_ROLE = Qt.ItemDataRole.UserRole
"""Begin and end as shares of the film, and the colour."""

_NARROWEST, _HEIGHT = 3.0, 6.0


class ObjectsModel(ColumnModel[SeenObject]):
    """One row for each object. `colours` are those of their boxes, by number."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Object")),
            Column(tr("First seen"), numbers=True),
            Column(tr("In view"), tr("From its first to its last image"), numbers=True),
            Column(tr("Confidence"), tr("The mean of its detections"), numbers=True),
            Column(tr("In the film")),
        )
        super().__init__(columns, parent=parent)
        self.length_ns = 1
        self.colours: dict[int, QColor] = {}

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, where it stands, and its lane."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _texts(row)[index.column()]
        if role == LANE_ROLE:
            colour = self.colours.get(row.track_id, QColor(128, 128, 128))
            return row.first_ns / self.length_ns, row.last_ns / self.length_ns, colour
        return self.columns[index.column()].side if role == Qt.ItemDataRole.TextAlignmentRole else None


class LaneDelegate(QStyledItemDelegate):
    """Paints when an object is there: the left edge of the cell is the beginning of the film."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint(painter, option, index)
        begin, end, colour = index.data(LANE_ROLE)
        area = QRectF(option.rect).adjusted(4, 0, -4, 0)
        top = area.center().y() - _HEIGHT / 2
        ground: QColor = option.palette.color(QPalette.ColorRole.Mid)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(area.left(), area.center().y() - 0.5, area.width(), 1), ground)
        left = area.left() + min(begin, 1.0) * area.width()
        width = max((min(end, 1.0) - begin) * area.width(), _NARROWEST)
        painter.fillRect(QRectF(min(left, area.right() - width), top, width, _HEIGHT), colour)
        painter.restore()


def _texts(row: SeenObject) -> tuple[str, ...]:
    seconds = tr("{seconds} s").format(seconds=f"{(row.last_ns - row.first_ns) / 1e9:.1f}")
    return row.title, timecode(row.first_ns), seconds, f"{row.confidence:.2f}", ""
