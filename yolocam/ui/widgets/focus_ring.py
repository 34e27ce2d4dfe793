"""The ring around the button or list that has the keyboard: the style's own can hardly be seen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QComboBox, QFocusFrame, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

from yolocam.ui.widgets.theme import accent

_RINGED = QToolButton, QPushButton, QComboBox
"""Other controls draw their own focus."""


class FocusRing(QObject):
    """Follows the keyboard through all windows of the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.frame: QFocusFrame | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        frame = self.frame
        if frame is not None and isValid(frame):  # a dialog that goes takes it along
            frame.hide()
            frame.deleteLater()
        self.frame = None
        if isinstance(now, _RINGED) and now.focusPolicy() & Qt.FocusPolicy.TabFocus:
            self.frame = _Frame(now.parentWidget())
            self.frame.setWidget(now)


class _Frame(QFocusFrame):
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(accent(), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
