"""The line of figures under the image."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QStatusBar, QStyle, QWidget

from yolocam.frame import ModelInfo, SourceInfo
from yolocam.pipeline.stats import Snapshot
from yolocam.ui.stats.figure_button import FigureButton
from yolocam.ui.stats.figures import FigureName, describe, figure_kinds
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import plain_tooltip, preparing_text
from yolocam.ui.widgets.geometry import scaled
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_NOTE_WIDTH = 24 * GRID


class StatusBar(QStatusBar):
    """Figures as flat buttons; a click asks for a curve: "fps", "stages", "latency" or "drops".

    A narrow window keeps the measured figures and hides the others.
    """

    figure_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._strip = _Strip()
        self._strip.figure_clicked.connect(self.figure_clicked)
        self.addWidget(self._strip, 1)
        self.update_figures(None, None, None, None)

    def update_figures(
        self,
        snapshot: Snapshot | None,
        info: SourceInfo | None,
        model: ModelInfo | None,
        preparing: str | None,
        *,
        paused: bool = False,
    ) -> None:
        """Show the figures of this moment; None where nothing is known."""
        self._strip.setVisible((snapshot, info, model) != (None, None, None))
        grown = [
            self._strip.buttons[name].show_text(text)
            for name, text in describe(snapshot, info, model, paused=paused).items()
        ]
        note_changed = self._strip.set_note(preparing_text(preparing) if preparing else "")
        if any(grown) or note_changed:
            self._strip.arrange()

    def figure(self, name: FigureName) -> FigureButton:
        """Return the button of a figure."""
        return self._strip.buttons[name]


class _Strip(QWidget):
    """Places the figures by hand: a layout would make the window as wide as all of them."""

    figure_clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons = {name: FigureButton(kind, self) for name, kind in figure_kinds().items()}
        for button in self.buttons.values():
            button.clicked.connect(lambda _=False, curve=button.kind.curve: self.figure_clicked.emit(curve))
        self.note = PlainLabel(parent=self)
        self.note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.note.setAccessibleName(tr("What is being prepared"))

    def sizeHint(self) -> QSize:
        width = sum(button.sizeHint().width() + GRID for button in self.buttons.values())
        return QSize(width, scaled(3 * GRID))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, scaled(3 * GRID))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def set_note(self, text: str) -> bool:
        """Show a quiet line after the figures; returns whether it came or went."""
        came_or_went = bool(text) != bool(self.note.text())
        self.note.setText(text)
        self.note.setToolTip(plain_tooltip(text))
        return came_or_went

    def arrange(self) -> None:
        """Show what has room, the most important first, from left to right in the usual order."""
        room = self.width() - (min(_NOTE_WIDTH, self.note.sizeHint().width()) if self.note.text() else 0)
        fitting = set()
        for button in sorted(self.buttons.values(), key=lambda button: button.kind.rank):
            room -= button.sizeHint().width() + GRID
            if room < 0:
                break
            fitting.add(button)
        x = 0
        for button in self.buttons.values():
            button.setVisible(button in fitting)
            if button in fitting:
                place = QRect(x, 0, button.sizeHint().width(), self.height())
                button.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
                x += button.width() + GRID
        self.note.setVisible(bool(self.note.text()))
        rest = QRect(x + GRID, 0, max(self.width() - x - GRID, 0), self.height())
        self.note.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), rest))
