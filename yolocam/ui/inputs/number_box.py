"""The number beside a slider; where the program may choose it, 0 is shown as "auto"."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox

from yolocam.ui.inputs.typed_box import TypedBox, paint_edge
from yolocam.ui.inputs.typed_number import read_number
from yolocam.ui.translation import tr
from yolocam.ui.widgets.geometry import scaled
from yolocam.ui.widgets.theme import GRID, tabular

_FINEST = 4
"""Decimals that can be typed into a field of shares, whose steps have fewer."""


class NumberBox(TypedBox):
    """Holds `low` to `high` in steps of `step`.

    Where `auto` is true, 0 means that the program chooses; it is shown as "auto" with the number that was
    chosen, see `set_auto_value`.
    """

    _auto = False
    _auto_value: float | None = None
    _decimals = 0

    def __init__(self, low: float, high: float, step: float, *, auto: bool = False) -> None:
        super().__init__()
        self._low, self._high, self._auto = low, high, auto
        self._auto_value: float | None = None
        self._decimals = max(0, -math.floor(math.log10(step))) if step < 1 else 0
        self.setDecimals(_FINEST if step < 1 else 0)
        self.setRange(0 if auto else low, high)
        self.setSingleStep(step)
        self.setFrame(False)  # the style's own frame cannot be seen in the dark
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(tabular(self.font()))
        metrics = self.fontMetrics()
        self.setFixedSize(metrics.horizontalAdvance("0000 auto") + 2 * GRID, scaled(3 * GRID + 2))

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
            return tr("{number} auto").format(number=f"{self._auto_value:.{self._decimals}f}")
        short = f"{value:.{self._decimals}f}"
        return short if float(short) == round(value, _FINEST) else f"{value:.{_FINEST}f}".rstrip("0")

    def read(self, text: str) -> float | None:
        """Return the number that a text means here; None if it means none."""
        if self._auto and ("auto" in text.lower() or tr("Auto").lower() in text.lower()):
            return 0.0
        value = read_number(text, self._low, self._high)
        if value is None:
            return 0.0 if self._auto and read_number(text, 0, 0) == 0 else None
        return self.snap(value) if self.singleStep() >= 1 else round(value, _FINEST)

    def expected(self) -> str:
        """Return the sentence about a text that was not taken, with {text} in it."""
        expected = tr("“{text}” was not taken: expected a number from {low} to {high}.")
        if self._high <= 1:
            expected = tr("“{text}” was not taken: expected a number from {low} to {high}, or 35%.")
        return expected.replace("{low}", f"{self._low:g}").replace("{high}", f"{self._high:g}")

    def stepBy(self, steps: int) -> None:
        """Move by whole steps, from the number that "auto" stands for."""
        start = self._auto_value if self.value() == 0 and self._auto_value else self.value()
        self.setValue(self.snap(max(start + steps * self.singleStep(), self._low)))

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Both ways always: the ends hold by themselves."""
        return (
            QAbstractSpinBox.StepEnabledFlag.StepUpEnabled | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field behind the number."""
        with QPainter(self) as painter:
            painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
            paint_edge(self, painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the edge of the field free of the text's own ground."""
        super().resizeEvent(event)
        self.lineEdit().setGeometry(self.rect().adjusted(4, 2, -4, -2))
