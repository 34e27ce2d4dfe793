"""Details of the selected model and of its download."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from yolocam.ui.models.model_text import about, location_text
from yolocam.ui.translation import tr
from yolocam.ui.widgets.action_line import ActionLine, Line
from yolocam.ui.widgets.elided_label import ElidedLabel
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID
from yolocam.zoo.entry import ModelEntry


class ModelDetails(QWidget):
    """Name, facts and files of a model, and a `line` for its download or a question."""

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

    def show_entry(self, entry: ModelEntry | None, fps: float | None = None) -> None:
        """Describe a model, None if none is selected, and the frames per second to expect of it here."""
        self.name.setText(entry.name if entry else tr("No model selected"))
        self.facts.setText(about(entry, fps) if entry else "")
        self.files.set_text(location_text(entry) if entry else "")
        if entry is None:
            self.line.show_line(Line())


def _label(*, quiet: bool = False) -> QLabel:
    label = PlainLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
