"""What every control of the panel has in common: a label, a tooltip, a default to go back to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from yolocam.settings import Control
from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import allow, explain
from yolocam.ui.widgets.geometry import scaled
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

LABEL_WIDTH = 13 * GRID
ROW_HEIGHT = 4 * GRID


class ControlRow(QWidget):
    """What the rows share; each is one setting as a line of widgets, and has `show_value` of its own.

    Emits `changed` with the new value when the user changed it, never when the program did.
    """

    changed = Signal(object)

    def __init__(self, control: Control, default: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.default = default
        self._reason: str | None = None
        self._remark = ""
        self._inputs: list[QWidget] = []
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(GRID)
        self.setMinimumHeight(scaled(ROW_HEIGHT))

    def set_reason(self, reason: str | None) -> None:
        """Disable the row and say why in its tooltip; None enables it again."""
        self._reason = reason
        for widget in self._inputs:
            allow(widget, reason is None, reason or "")
        self._explain()

    def set_remark(self, remark: str) -> None:
        """Add a sentence to the tooltip; "" takes it away."""
        self._remark = remark
        self._explain()

    def add_label(self, reset: Callable[[], None]) -> QLabel:
        """Put the label at the start of the line; a double click on it calls `reset`."""
        label = _ResetLabel(tr(self.control.label), reset)
        self.line.addWidget(label)
        return label

    def add_input(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget that the user works with into the line, named for screen readers."""
        widget.setAccessibleName(tr(self.control.label))
        self._inputs.append(widget)
        self.line.addWidget(widget, stretch)
        self._explain()

    def default_text(self) -> str:
        """Return how the default is written in the tooltip; empty where there is nothing to say."""
        return ""

    def _explain(self) -> None:
        default = self.default_text()
        hint = ""
        if default and self._reason is None:
            hint = tr("Double-click to reset it to {default}.").format(default=default)
        explain(self, tr(self.control.help), self._reason or self._remark, hint)
        for widget in self._inputs:  # which say themselves why they are disabled
            explain(widget, tr(self.control.help), "" if self._reason else self._remark, hint)


class _ResetLabel(PlainLabel):
    def __init__(self, text: str, reset: Callable[[], None]) -> None:
        super().__init__(text)
        self._reset = reset
        self.setFixedWidth(scaled(LABEL_WIDTH))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.buddy() and self.buddy().isEnabled():
            self._reset()
