"""What is wrong with a field, right under it."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from yolocam.ui.widgets import theme
from yolocam.ui.widgets.formatting import capitalised
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.status_icon import StatusIcon
from yolocam.ui.widgets.theme import GRID


class ProblemLine(QWidget):
    """Hidden while there is nothing to say; the field that it is about gets a red edge."""

    def __init__(self) -> None:
        super().__init__()
        self._label = PlainLabel()
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._marked: QLineEdit | None = None
        self._before = ""  # the look of the field that is marked
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(StatusIcon("error"))
        row.addWidget(self._label, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What the line says now; empty while it is hidden."""
        return "" if self.isHidden() else self._label.text()

    def say(self, words: str, field: QWidget | None = None) -> None:
        """Say what is wrong with a field; nothing where all is well."""
        if self._marked is not None:
            self._marked.setStyleSheet(self._before)
            self._marked = None
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.danger())
        self._label.setPalette(palette)
        self._label.setText(capitalised(words))
        self.setAccessibleName(self._label.text())
        self.setVisible(bool(words))
        target = field.focusProxy() or field if field is not None else None
        if words and isinstance(target, QLineEdit):
            self._before = target.styleSheet()
            target.setStyleSheet(f"QLineEdit {{ border: 1px solid {theme.danger().name()}; }}")
            self._marked = target
