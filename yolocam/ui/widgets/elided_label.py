"""One line of text that is shortened in its middle where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from yolocam.ui.widgets.formatting import plain_tooltip


class ElidedLabel(QWidget):
    """Its tooltip has the whole text. `inset` is the room kept free on both sides, in pixels."""

    def __init__(
        self,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
        role: QPalette.ColorRole = QPalette.ColorRole.WindowText,
        inset: int = 0,
    ) -> None:
        super().__init__()
        self._align = align | Qt.AlignmentFlag.AlignVCenter
        self._role = role
        self._inset = inset
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.setToolTip(plain_tooltip(text))
            self.update()

    def sizeHint(self) -> QSize:
        """One line, as wide as there is room."""
        margins = self.contentsMargins()
        return QSize(0, self.fontMetrics().height() + margins.top() + margins.bottom())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, shortened if need be."""
        room = self.contentsRect().adjusted(self._inset, 0, -self._inset, 0)
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideMiddle, room.width())
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self._role))
            painter.drawText(room, self._align, text)
