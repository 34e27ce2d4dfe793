"""A number that can be typed: what does not fit is brought to the nearest value that does."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QLocale, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QValidator,
)
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox

from yolocam.ui.translation import tr
from yolocam.ui.widgets.theme import GRID, tabular

_NUMBER = re.compile(r"[-+]?\d*[.,]?\d+")


class NumberBox(QDoubleSpinBox):
    """Holds `low` to `high` in steps of `step`; takes typing, arrow keys, and Enter or leaving to confirm.

    Where `auto` is true, 0 means that the program chooses; it is shown as "auto" with the number that
    was chosen, see `set_auto_value`.
    """

    reset_asked = Signal()

    def __init__(self, low: float, high: float, step: float, *, auto: bool = False) -> None:
        super().__init__()
        self._low, self._high, self._auto = low, high, auto
        self._auto_value: float | None = None
        self.setLocale(QLocale.c())
        self.setDecimals(max(0, -math.floor(math.log10(step))) if step < 1 else 0)
        self.setRange(0 if auto else low, high)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)
        self.setFrame(False)  # the style's own frame cannot be seen in the dark
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(tabular(self.font()))
        self.setFixedSize(self.fontMetrics().horizontalAdvance("0000 auto") + 2 * GRID, 3 * GRID + 2)

    def set_auto_value(self, value: float | None) -> None:
        """Tell which number "auto" stands for now."""
        if value != self._auto_value:
            self._auto_value = value
            if self.value() == 0 and not self.lineEdit().isModified():
                self.lineEdit().setText(self.textFromValue(self.value()))

    def snap(self, value: float) -> float:
        """Return the nearest value that the box can hold."""
        if self._auto and value <= 0:
            return 0.0
        steps = round((min(max(value, self._low), self._high) - self._low) / self.singleStep())
        return min(self._low + steps * self.singleStep(), self._high)

    def textFromValue(self, value: float) -> str:
        """Write the number, or what "auto" stands for."""
        if self._auto and value == 0:
            if self._auto_value is None:
                return tr("Auto")
            return tr("{number} auto").format(number=f"{self._auto_value:.{self.decimals()}f}")
        return f"{value:.{self.decimals()}f}"

    def valueFromText(self, text: str) -> float:
        """Read what was typed; what is no number leaves the value as it was."""
        if self._auto and ("auto" in text.lower() or tr("Auto").lower() in text.lower()):
            return 0.0
        found = _NUMBER.search(text)
        return self.snap(float(found[0].replace(",", "."))) if found else self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let anything be typed; it is read when it is confirmed."""
        return QValidator.State.Acceptable, text, position

    def stepBy(self, steps: int) -> None:
        """Move by whole steps, from the number that "auto" stands for."""
        start = self._auto_value if self.value() == 0 and self._auto_value else self.value()
        self.setValue(self.snap(max(start + steps * self.singleStep(), self._low)))

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Both ways always: the ends hold by themselves."""
        return (
            QAbstractSpinBox.StepEnabledFlag.StepUpEnabled | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the number, ready to be typed over."""
        super().focusInEvent(event)
        self.selectAll()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field behind the number."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            palette, role = self.palette(), QPalette.ColorRole
            edge = role.Accent if self.hasFocus() else role.Dark
            painter.setPen(palette.color(edge if self.isEnabled() else role.Mid))
            painter.setBrush(palette.color(role.Base))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the edge of the field free of the text's own ground."""
        super().resizeEvent(event)
        self.lineEdit().setGeometry(self.rect().adjusted(4, 2, -4, -2))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the default."""
        self.reset_asked.emit()
