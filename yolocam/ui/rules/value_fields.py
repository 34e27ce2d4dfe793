"""The fields of a rule's values: each gives what would stand in a file, and takes it back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from yolocam.registry import ActionField
from yolocam.ui import file_dialogs
from yolocam.ui.inputs.tick_box import TickBox
from yolocam.ui.inputs.typed_number import read_number
from yolocam.ui.rules.choice_field import ChoiceField
from yolocam.ui.rules.secret_field import SecretField
from yolocam.ui.translation import tr
from yolocam.ui.widgets.theme import GRID, tabular


class ValueField(Protocol):
    """A field as the form uses it. What is wrong with a value is for the reader of the file to say."""

    def value(self) -> Any:
        """Return what would stand in a file; None for nothing."""

    def set_value(self, value: Any) -> None:
        """Show what stands in a file; None for nothing."""


class TextField(QLineEdit):
    """A text."""

    def value(self) -> str | None:
        """Return the text, None where there is none."""
        return self.text().strip() or None

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.setText("" if value is None else str(value))


class NumberField(QLineEdit):
    """A number, as it is typed: what is none stays a text, which the reader refuses.

    A click selects it, so that typing replaces it.
    """

    def __init__(self, low: float, high: float) -> None:
        super().__init__()
        self._low, self._high = low, high
        self._clicked_into = False  # the button that gave the keyboard is still down
        self.setFont(tabular(self.font()))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("000000.0") + 2 * GRID)

    def value(self) -> float | str | None:
        """Return the number, None where nothing is typed."""
        text = self.text().strip()
        number = read_number(text, self._low, self._high)
        if number is None:
            with contextlib.suppress(ValueError):
                number = float(text.replace(",", "."))
        return text or None if number is None else number

    def set_value(self, value: Any) -> None:
        """Show a number."""
        self.setText("" if value is None else f"{value:g}")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._clicked_into = event.reason() == Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._clicked_into and not self.hasSelectedText():  # otherwise a part was chosen with the mouse
            self.selectAll()
        self._clicked_into = False


class FlagField(TickBox):
    """Yes or no; what is usual does not stand in the file."""

    def __init__(self, text: str, usual: bool) -> None:
        super().__init__(text)
        self._usual = usual
        self.setChecked(usual)

    def value(self) -> bool | None:
        """Return what differs from the usual."""
        return None if self.isChecked() == self._usual else self.isChecked()

    def set_value(self, value: Any) -> None:
        """Show yes or no."""
        self.setChecked(self._usual if value is None else bool(value))


class PathField(QWidget):
    """The path of a file or folder, and a button to look for it."""

    def __init__(self, folder: bool) -> None:
        super().__init__()
        self._folder = folder
        self.edit = TextField()
        browse = QPushButton(tr("Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit, 1)
        row.addWidget(browse)
        self.setFocusProxy(self.edit)

    def value(self) -> str | None:
        """Return the path, None where there is none."""
        return self.edit.value()

    def set_value(self, value: Any) -> None:
        """Show a path."""
        self.edit.set_value(value)

    def _browse(self) -> QFileDialog:
        if self._folder:
            title = tr("Choose a folder")
            return file_dialogs.browse_folder(self, title, self.edit.text(), self.edit.setText)
        return file_dialogs.browse_any(self, self.edit.text(), self.edit.setText)


def make_field(field: ActionField, changed: Callable[[], object]) -> QWidget:
    """Return the ValueField of a value of an action; `changed` is called when somebody changes it."""
    widget: QWidget
    if field.kind == "number":
        widget = NumberField(field.low, field.high)
        widget.textChanged.connect(lambda _: changed())
    elif field.kind == "flag":
        widget = FlagField(tr(field.title) or field.name, bool(field.usual))
        widget.toggled.connect(lambda _: changed())
    elif field.choices:
        widget = _choice(field.choices)
        widget.currentIndexChanged.connect(lambda _: changed())
    elif field.secret:
        widget = SecretField()
        widget.changed.connect(changed)
    elif field.holds in ("file", "folder"):
        widget = PathField(field.holds == "folder")
        widget.edit.textChanged.connect(lambda _: changed())
    else:
        widget = TextField()
        widget.textChanged.connect(lambda _: changed())
    edit = widget.edit if isinstance(widget, PathField) else widget
    if isinstance(edit, QLineEdit):
        edit.setPlaceholderText(_placeholder(field))
    return widget


def _choice(choices: tuple[str, ...]) -> ChoiceField:
    texts = {"start": tr("Start"), "stop": tr("Stop")}
    return ChoiceField({word: texts.get(word, word.capitalize()) for word in choices})


def _placeholder(field: ActionField) -> str:
    if field.holds == "address":
        return "https://…"
    if isinstance(field.usual, float | int) and not isinstance(field.usual, bool):
        return f"{field.usual:g}"
    return "" if field.required else tr("Not needed")
