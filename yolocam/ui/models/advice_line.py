"""Shows how accurate the model in use is, and offers a better one that this machine can run live."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from yolocam.ui.models.model_text import better_text, better_tip
from yolocam.ui.translation import tr
from yolocam.ui.widgets.elided_button import ElidedButton
from yolocam.ui.widgets.explained import explain
from yolocam.ui.widgets.geometry import indented
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID
from yolocam.zoo.better_model import Better


class AdviceLine(QWidget):
    """A line of text and a button; hidden while it has neither. `left` is how far it is indented, in pixels.

    `better_asked(name)` is emitted when the user takes the offer.
    """

    better_asked = Signal(str)

    def __init__(self, left: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = PlainLabel()
        self.label.setWordWrap(True)
        self.label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        explain(self.label, _accuracy_tip())
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = ElidedButton()
        self.button.setAutoDefault(False)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._take)
        self._better: Better | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(indented(left) + QMargins(0, 0, 0, GRID))
        column.setSpacing(GRID // 2)
        column.addWidget(self.label)
        column.addWidget(self.button)
        self.show_advice("", None)

    def show_advice(self, text: str, better: Better | None) -> None:
        """Show `text` about the model in use, and offer a better one."""
        self._better = better
        self.label.setText(text)
        self.label.setVisible(bool(text))
        if better is not None:
            self.button.setText(better_text(better))
            explain(self.button, better_tip(better))
        self.button.setVisible(better is not None)
        self.setVisible(bool(text) or better is not None)

    def _take(self) -> None:
        if self._better is not None:
            self.better_asked.emit(self._better.entry.name)


def _accuracy_tip() -> str:
    return tr(
        "Accuracy is AP50 on the COCO test images, in percent: it rises with every object found and falls "
        "with every wrong detection. The best models of this kind reach about 70."
    )
