"""What is left of the panel of controls in a narrow window: one button for each section."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from yolocam.ui.translation import tr
from yolocam.ui.widgets.geometry import scaled, square
from yolocam.ui.widgets.theme import GRID, icon

STRIP_WIDTH = 6 * GRID
"""Width of the folded panel in pixels, for the usual font."""


class IconStrip(QWidget):
    """Emits `chosen` with the title of a section when its button is pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID // 2, GRID, GRID // 2, GRID)
        self._column.setSpacing(GRID)
        self._column.addStretch(1)
        self.setFixedWidth(scaled(STRIP_WIDTH))

    def add(self, title: str, text: str) -> None:
        """Add the button of a section, which the user reads as `text`; its icon has the section's title."""
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIcon(icon(title.lower()))
        button.setIconSize(square(3 * GRID))
        button.setFixedSize(square(5 * GRID))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(text)
        button.setAccessibleName(tr("Open {section}").format(section=text))
        button.clicked.connect(lambda: self.chosen.emit(title))
        self._column.insertWidget(self._column.count() - 1, button)
