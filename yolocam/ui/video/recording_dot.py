"""A dot and words over the image in full screen, for a recording and a live stream; they never fade."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.overlay_panel import paint_card
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_RADIUS = 5.0
_DOT_WIDTH = 3 * GRID


class RecordingDot(PlainLabel):
    """Shown while there is something to show; the mouse goes through it to the image."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setFont(theme.tabular(self.font()))
        self.setContentsMargins(_DOT_WIDTH, GRID // 2, GRID, GRID // 2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._colour: QColor | None = None
        self.setVisible(False)

    def show_time(self, time: str | None) -> None:
        """Show a time such as "00:12"; None hides the dot."""
        spoken = tr("Recording, {time}").format(time=time) if time is not None else ""
        self._show_words(time or "", spoken, None)

    def show_words(self, words: str, colour: QColor) -> None:
        """Show words beside a dot of a colour; none hide it."""
        self._show_words(words, words, colour)

    def _show_words(self, words: str, spoken: str, colour: QColor | None) -> None:
        if words and (words, colour) != (self.text(), self._colour):
            self._colour = colour
            self.setText(words)
            self.setAccessibleName(spoken)
        self.setVisible(bool(words))

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, 3 * GRID))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a card, the dot and the time."""
        paint_card(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour or theme.danger())
            painter.drawEllipse(QPointF(_DOT_WIDTH / 2 + 1, self.height() / 2), _RADIUS, _RADIUS)
        super().paintEvent(event)
