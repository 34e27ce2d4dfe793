"""A cell with a box to tick before its text."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from yolocam.ui.inputs.tick_box import TICK_SIZE, paint_tick
from yolocam.ui.qt.column_model import AnyIndex
from yolocam.ui.widgets.geometry import placed_within
from yolocam.ui.widgets.theme import GRID

_ROOM = TICK_SIZE + GRID


class TickDelegate(QStyledItemDelegate):
    """Paints the box that can be told in light and dark, and lets a click on it or near it tick."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw the ground of the whole cell, the box, and the text beside it."""
        area = option.rect
        beside = QStyleOptionViewItem(option)
        beside.rect = area.adjusted(_ROOM, 0, 0, 0)
        super().paint(painter, beside, index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(area.left() + GRID / 2, area.center().y() + 1 - TICK_SIZE / 2, TICK_SIZE, TICK_SIZE)
        box = placed_within(box, QRectF(area), painter.layoutDirection())
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        palette = QPalette(option.palette)
        if option.state & QStyle.StateFlag.State_Selected:  # the row has the colour of the box
            palette.setColor(QPalette.ColorRole.Accent, palette.color(QPalette.ColorRole.HighlightedText))
            palette.setColor(QPalette.ColorRole.BrightText, palette.color(QPalette.ColorRole.Highlight))
        paint_tick(painter, box, palette, ticked=ticked)
        painter.restore()

    def editorEvent(self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: AnyIndex) -> bool:
        """Tick or clear on a click of the left button on the box."""
        if not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseButtonRelease:
            return False
        near = QRectF(option.rect.left(), option.rect.top(), _ROOM, option.rect.height())
        near = placed_within(near, QRectF(option.rect), option.direction)
        if event.button() != Qt.MouseButton.LeftButton or not near.contains(event.position()):
            return False
        flip(model, index)
        return True


def flip(model: Any, index: AnyIndex) -> None:
    """Tick a cell that is clear, and clear one that is ticked."""
    ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    other = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
    model.setData(index, other, Qt.ItemDataRole.CheckStateRole)
