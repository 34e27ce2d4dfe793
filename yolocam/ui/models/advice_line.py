"""What the network in use can see and how well, and a better one if this machine runs it live."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from yolocam.ui.models.model_text import better_text, better_tip
from yolocam.ui.widgets.formatting import tooltip
from yolocam.ui.widgets.theme import GRID
from yolocam.zoo.better_model import Better

_AP50 = (
    "Accuracy is AP50 on COCO's test pictures, in percent: how much it finds, and how rarely it is wrong. "
    "The most accurate networks of this kind reach about 70."
)


class AdviceLine(QWidget):
    """Hidden while there is nothing to say; begins `left` pixels from the left.

    `better_asked(name)` is emitted when the offer is taken.
    """

    better_asked = Signal(str)

    def __init__(self, left: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.label.setToolTip(tooltip(_AP50))
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._take)
        self._better: Better | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(left, 0, 0, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(self.label)
        column.addWidget(self.button)
        self.show_advice("", None)

    def show_advice(self, words: str, better: Better | None) -> None:
        """Say how good the network in use is, and offer a better one."""
        self._better = better
        self.label.setText(words)
        self.label.setVisible(bool(words))
        if better is not None:
            self.button.setText(better_text(better))
            self.button.setToolTip(tooltip(better_tip(better)))
        self.button.setVisible(better is not None)
        self.setVisible(bool(words) or better is not None)

    def _take(self) -> None:
        if self._better is not None:
            self.better_asked.emit(self._better.entry.name)
