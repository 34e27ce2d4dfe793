"""A line of status text, with a progress bar and up to two buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import plain_tooltip
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.status_icon import Kind, StatusIcon
from yolocam.ui.widgets.theme import GRID, tabular

_STEPS = 1000
_BUTTONS = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: its text, its tooltip, its action."""

    text: str
    tip: str
    action: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Line:
    """What to show. `share` is 0 to 1, or -1 where nobody knows how far it is; None for no bar."""

    text: str = ""
    kind: Kind = "none"
    share: float | None = None
    choices: tuple[Choice, ...] = ()


class ActionLine(QWidget):
    """Shows one Line at a time; an empty one hides it. Its buttons stay while only the words change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = Line()
        self.status_icon = StatusIcon()
        self.label = PlainLabel()
        self.label.setFont(tabular(self.label.font()))
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(GRID)
        self.bar.setAccessibleName(tr("Progress"))
        self.buttons = [QPushButton() for _ in range(_BUTTONS)]
        for number, button in enumerate(self.buttons):
            button.setAutoDefault(False)
            button.clicked.connect(self._pressed(number))
        self._lay_out()
        self._show(self._line)

    @property
    def text(self) -> str:
        """What the line says now; empty while it is hidden."""
        return "" if self.isHidden() else self.label.text()

    def show_line(self, line: Line) -> None:
        """Show this from now on; costs nothing where it is shown already."""
        if line != self._line:
            self._line = line
            self._show(line)

    def _show(self, line: Line) -> None:
        self.status_icon.set_kind(line.kind)
        self.status_icon.setVisible(line.kind != "none")
        if self.label.text() != line.text:
            self.label.setText(line.text)
        self.setAccessibleName(line.text)
        self.bar.setVisible(line.share is not None)
        if line.share is not None:
            self.bar.setRange(0, _STEPS if line.share >= 0 else 0)
            self.bar.setValue(round(_STEPS * line.share))
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(line.choices))
            if number < len(line.choices):
                button.setText(line.choices[number].text)
                button.setToolTip(plain_tooltip(line.choices[number].tip))
        self.setVisible(bool(line.text))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addStretch(1)
        words.addWidget(self.label)
        words.addWidget(self.bar)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.status_icon)
        row.addLayout(words, 1)
        for button in self.buttons:
            row.addWidget(button)

    def _pressed(self, number: int) -> Callable[[], None]:
        return lambda: self._line.choices[number].action()
