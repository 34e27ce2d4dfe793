"""What the manager says of the chosen model, and how its download goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from yolocam.ui.models.model_text import about, whereabouts
from yolocam.ui.widgets.action_line import ActionLine, Line
from yolocam.ui.widgets.elided_label import ElidedLabel
from yolocam.ui.widgets.theme import GRID
from yolocam.zoo.entry import ModelEntry


class ModelDetails(QWidget):
    """Name, facts and files; below them the `line` of what goes on with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = _label()
        font = QFont(self.name.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.name.setFont(font)
        self.facts = _label(quiet=True)
        self.files = ElidedLabel(Qt.AlignmentFlag.AlignLeft, QPalette.ColorRole.PlaceholderText)
        self.line = ActionLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        for widget in (self.name, self.facts, self.files):
            column.addWidget(widget)
        column.addSpacing(GRID // 2)
        column.addWidget(self.line)
        column.addStretch(1)

    def show_entry(self, entry: ModelEntry | None) -> None:
        """Describe a model; None if none is chosen."""
        self.name.setText(entry.name if entry else "No model is chosen")
        self.facts.setText(about(entry) if entry else "")
        self.files.set_text(whereabouts(entry) if entry else "")
        if entry is None:
            self.line.show_line(Line())


def _label(*, quiet: bool = False) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
