"""Paints the status of a model in its row: an icon, a text, and a bar during a download."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from yolocam.ui.models.model_table import STATUS_ROLE
from yolocam.ui.models.model_text import ModelStatus
from yolocam.ui.qt.column_model import AnyIndex
from yolocam.ui.translation import tr
from yolocam.ui.widgets.status_icon import paint_status_icon
from yolocam.ui.widgets.theme import GRID

_ICON = 2 * GRID
_BAR = GRID / 2


class StatusDelegate(QStyledItemDelegate):
    """Paints the `ModelStatus` that an item has at STATUS_ROLE."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        # Wide enough for the longest text, so that the column keeps its width when the status changes.
        metrics: Any = getattr(option, "fontMetrics")  # noqa: B009 - the stub lacks it
        return QSize(metrics.horizontalAdvance(tr("Download failed")) + _ICON + 4 * GRID, 4 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        self.initStyleOption(option, index)
        item: Any = option
        item.text = ""
        QApplication.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, item.widget)
        status = index.data(STATUS_ROLE)
        if isinstance(status, ModelStatus):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_status(painter, item, status)
            painter.restore()

    def _paint_status(self, painter: QPainter, option: Any, status: ModelStatus) -> None:
        area = QRectF(option.rect).adjusted(GRID, 0, -GRID, 0)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(colour))
        if status.kind != "none":
            spot = QRectF(area.left(), area.center().y() - _ICON / 2, _ICON, _ICON)
            paint_status_icon(painter, spot, status.kind, painter.pen().color() if chosen else None)
            area.setLeft(spot.right() + GRID / 2)
        if status.share is not None:
            area = self._paint_bar(painter, area, option, status.share)
        text = option.fontMetrics.elidedText(status.text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_bar(self, painter: QPainter, area: QRectF, option: Any, share: float) -> QRectF:
        """Draw the progress along the lower edge; return the area above it."""
        colour = painter.pen().color()
        ground = QRectF(area.left(), area.bottom() - _BAR - 4, area.width(), _BAR)
        done = QRectF(ground.topLeft(), QSize(round(ground.width() * share), round(_BAR)))
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(0.2)
        painter.setBrush(colour)
        painter.drawRoundedRect(ground, _BAR / 2, _BAR / 2)
        painter.setOpacity(1.0)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setBrush(colour if chosen else option.palette.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(done, _BAR / 2, _BAR / 2)
        painter.restore()
        return area.adjusted(0, 0, 0, -_BAR - 2)
