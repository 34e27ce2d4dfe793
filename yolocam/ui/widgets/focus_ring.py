"""The ring around the button or list that has the keyboard: the style's own can hardly be seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

from yolocam.ui.widgets.theme import accent

_RINGED = QToolButton, QPushButton, QComboBox
"""Other controls draw their own focus."""

_OUTSIDE = 2
"""How many pixels the ring lies outside its control, where what holds that has room for it."""


class FocusRing(QObject):
    """Follows the keyboard through all windows of the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.frame: Frame | None = None
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
            self.frame = Frame(now)


class Frame(QWidget):
    """A ring around one control; the mouse goes through it. That of Qt lies behind its control."""

    def __init__(self, control: QWidget) -> None:
        super().__init__(control.parentWidget())
        self._control = control
        self.setAttribute(Qt.WidgetAttribute.WA_NoChildEventsForParent)  # it is no part of a layout
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        control.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    @property
    def control(self) -> QWidget:
        """What it is around."""
        return self._control

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go where the control goes."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(accent(), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _place(self) -> None:
        around = self._control.geometry().adjusted(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE)
        holder = self.parentWidget()
        self.setGeometry(around if holder is None else around & holder.rect())
