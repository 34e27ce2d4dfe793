"""A red dot and the time of the recording, over the image in full screen; it never fades."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.overlay_panel import paint_card
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_RADIUS = 5.0
_DOT_WIDTH = 3 * GRID


class RecordingDot(PlainLabel):
    """Shown while there is a time to show; the mouse goes through it to the image."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setFont(theme.tabular(self.font()))
        self.setContentsMargins(_DOT_WIDTH, GRID // 2, GRID, GRID // 2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(False)

    def show_time(self, time: str | None) -> None:
        """Show a time such as "00:12"; None hides the dot."""
        if time is not None and time != self.text():
            self.setText(time)
            self.setAccessibleName(tr("Recording, {time}").format(time=time))
        self.setVisible(time is not None)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, 3 * GRID))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a card, the dot and the time."""
        paint_card(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.danger())
            painter.drawEllipse(QPointF(_DOT_WIDTH / 2 + 1, self.height() / 2), _RADIUS, _RADIUS)
        super().paintEvent(event)
