"""A large button with an icon above its text."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from yolocam.ui.widgets.geometry import scaled

_ICON = 32
_GAP = 8


class BigButton(QPushButton):
    """The platform's button, with the icon above the text and both in the middle."""

    def __init__(self, icon: QIcon, text: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(icon, text, parent)
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Wide enough for the text, and easy to hit."""
        return QSize(max(208, self.fontMetrics().horizontalAdvance(self.text()) + 32), scaled(96))

    def minimumSizeHint(self) -> QSize:
        """The same: the page scrolls before its buttons shrink."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame as the style has it, then the icon over the text."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words, icon = self.text(), self.icon()
        option.text, option.icon = "", QIcon()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._paint_content(painter, icon, words)

    def _paint_content(self, painter: QPainter, icon: QIcon, words: str) -> None:
        line = self.fontMetrics().height()
        side = scaled(_ICON)
        top = (self.height() - side - _GAP - line) // 2
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        icon.paint(painter, (self.width() - side) // 2, top, side, side, Qt.AlignmentFlag.AlignCenter, mode)
        painter.setPen(self.palette().buttonText().color())
        painter.drawText(0, top + side + _GAP, self.width(), line, Qt.AlignmentFlag.AlignCenter, words)
