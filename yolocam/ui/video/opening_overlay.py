"""What lies over the image while a source is being opened."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.geometry import scaled
from yolocam.ui.widgets.overlay_panel import paint_card
from yolocam.ui.widgets.plain_label import PlainLabel

_TURN_MS = 40
_TURN_DEGREES = 12


class OpeningOverlay(QWidget):
    """A spinner, what is being done, and a way out; `cancelled` is emitted by the button."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spinner = _Spinner()
        self._label = PlainLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setWordWrap(True)
        cancel = QPushButton(tr("Cancel"))
        cancel.setAccessibleName(tr("Cancel opening"))
        cancel.setToolTip(tr("Stop opening (Esc)"))
        cancel.clicked.connect(self.cancelled)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addWidget(self._spinner, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._label)
        column.addWidget(cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFixedWidth(scaled(320))
        self.setVisible(False)

    def set_text(self, text: str) -> None:
        """Say what is being done."""
        if self._label.text() != text:
            self._label.setText(text)
            self.setAccessibleName(text)
            self.adjustSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a card, so that the text can be read over every image."""
        paint_card(self)


class _Spinner(QWidget):
    """An arc that turns while it can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self._angle = 0
        self._timer = QTimer(self, interval=_TURN_MS)
        self._timer.timeout.connect(self._turn)
        self.setFixedSize(QSize(40, 40))

    def showEvent(self, event: object) -> None:
        self._timer.start()

    def hideEvent(self, event: object) -> None:
        self._timer.stop()

    def _turn(self) -> None:
        self._angle = (self._angle - _TURN_DEGREES) % 360
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(self.rect()).adjusted(4, 4, -4, -4)
            painter.setPen(QPen(theme.rule(), 3))
            painter.drawEllipse(rect)
            painter.setPen(QPen(theme.accent(), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawArc(rect, self._angle * 16, 90 * 16)
