"""How one class looks in the list: its colour, its name, how many there are, a tick."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from yolocam.ui.inputs.tick_box import TICK_SIZE, paint_tick
from yolocam.ui.panel.class_model import COLOUR_ROLE, COUNT_ROLE, AnyIndex
from yolocam.ui.widgets.geometry import placed_within, scaled
from yolocam.ui.widgets.theme import GRID, tabular

_ROW = 3 * GRID + 4
_SQUARE = 12


class ClassDelegate(QStyledItemDelegate):
    """Paints a row, and lets a click anywhere on it tick or clear the class."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Rows of one height."""
        return QSize(16 * GRID, scaled(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a row; a class that is not shown is written in the quiet colour, beside an empty box."""
        area: QRect = option.rect.adjusted(GRID // 2, 0, -GRID, 0)  # as one reads from the left
        palette: QPalette = option.palette
        shown = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        text = palette.color(QPalette.ColorRole.Text if shown else QPalette.ColorRole.PlaceholderText)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        self._paint_square(painter, area, index.data(COLOUR_ROLE), shown)
        self._paint_tick(painter, area, palette, shown)
        self._paint_words(painter, area, option, index, text)
        painter.restore()

    def editorEvent(self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: AnyIndex) -> bool:
        """Toggle on a click of the left button, or on Space."""
        toggles = False
        if isinstance(event, QMouseEvent):
            released = event.type() == QEvent.Type.MouseButtonRelease
            toggles = released and event.button() == Qt.MouseButton.LeftButton
        elif isinstance(event, QKeyEvent):
            toggles = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space
        if toggles:
            now = index.data(Qt.ItemDataRole.CheckStateRole)
            other = Qt.CheckState.Unchecked if now == Qt.CheckState.Checked else Qt.CheckState.Checked
            model.setData(index, other, Qt.ItemDataRole.CheckStateRole)
        return toggles

    def _paint_ground(self, painter: QPainter, option: Any) -> None:
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if option.state & QStyle.StateFlag.State_MouseOver or focused:
            painter.setPen(
                QPen(option.palette.color(QPalette.ColorRole.Accent), 1) if focused else Qt.PenStyle.NoPen
            )
            painter.setBrush(option.palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_square(self, painter: QPainter, area: QRect, colour: QColor, shown: bool) -> None:
        square = QRectF(area.left() + 4, area.center().y() + 1 - _SQUARE / 2, _SQUARE, _SQUARE)
        square = placed_within(square, QRectF(area), painter.layoutDirection())
        painter.setPen(Qt.PenStyle.NoPen if shown else QPen(colour, 1.5))
        painter.setBrush(colour if shown else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(square if shown else square.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)

    def _paint_tick(self, painter: QPainter, area: QRect, palette: QPalette, shown: bool) -> None:
        box = QRectF(area.right() - TICK_SIZE, area.center().y() + 1 - TICK_SIZE / 2, TICK_SIZE, TICK_SIZE)
        box = placed_within(box, QRectF(area), painter.layoutDirection())
        paint_tick(painter, box, palette, ticked=shown)

    def _paint_words(
        self, painter: QPainter, area: QRect, option: Any, index: AnyIndex, colour: QColor
    ) -> None:
        metrics = option.fontMetrics
        digits = metrics.horizontalAdvance("0000")
        right = area.right() - TICK_SIZE - GRID
        left = area.left() + 4 + _SQUARE + GRID
        name = QRect(left, area.top(), right - digits - GRID - left, area.height())
        name = QStyle.visualRect(option.direction, area, name)
        painter.setPen(colour)
        painter.setFont(option.font)
        words = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, words)
        count = index.data(COUNT_ROLE)
        if count:
            painter.setFont(tabular(option.font))
            number = QRect(right - digits, area.top(), digits, area.height())
            number = QStyle.visualRect(option.direction, area, number)
            painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(count))
