"""A number that can be typed: what cannot be meant turns the field red and changes nothing."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QValidator,
)
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QToolTip

from yolocam.ui.inputs.spin_box import edge_colour
from yolocam.ui.inputs.typed_number import read_number
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import tooltip
from yolocam.ui.widgets.geometry import scaled
from yolocam.ui.widgets.theme import GRID, danger, tabular

_REFUSED_MS = 3000
"""How long a field stays red."""

_FINEST = 4
"""Decimals that can be typed into a field of shares, whose steps have fewer."""


class NumberBox(QDoubleSpinBox):
    """Holds `low` to `high` in steps of `step`; takes typing, arrow keys, and Enter or leaving to confirm.

    A click selects the number, so that typing replaces it; Esc takes back what was typed. Where `auto`
    is true, 0 means that the program chooses; it is shown as "auto" with the number that was chosen,
    see `set_auto_value`.
    """

    reset_asked = Signal()

    def __init__(self, low: float, high: float, step: float, *, auto: bool = False) -> None:
        super().__init__()
        self._low, self._high, self._auto = low, high, auto
        self._auto_value: float | None = None
        self._decimals = max(0, -math.floor(math.log10(step))) if step < 1 else 0
        self._clicked_into = False  # the button that gave the keyboard is still down
        self._refused = QTimer(self, singleShot=True, interval=_REFUSED_MS)
        self._refused.timeout.connect(self.update)
        self.setLocale(QLocale.c())
        self.setDecimals(_FINEST if step < 1 else 0)
        self.setRange(0 if auto else low, high)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)
        self.setFrame(False)  # the style's own frame cannot be seen in the dark
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(tabular(self.font()))
        metrics = self.fontMetrics()
        self.setFixedSize(metrics.horizontalAdvance("0000 auto") + 2 * GRID, scaled(3 * GRID + 2))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().textEdited.connect(self._accept_again)
        self.lineEdit().installEventFilter(self)

    @property
    def is_refused(self) -> bool:
        """Whether the field is red, because what was typed last cannot be meant."""
        return self._refused.isActive()

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

    def valueFromText(self, text: str) -> float:
        """Read what was typed; what cannot be meant leaves the value as it was."""
        value = self._read(text)
        return self.value() if value is None else value

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
        self._clicked_into = event.reason() == Qt.FocusReason.MouseFocusReason
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._confirm()
        super().focusOutEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the number selected after the click that gave the keyboard; a double click resets."""
        if watched is not self.lineEdit():
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self.reset_asked.emit()
            self.selectAll()
            return True
        if event.type() == QEvent.Type.MouseButtonPress and self.is_refused:
            self._clicked_into = True  # as the first time: what is typed next replaces the number
        handled = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonRelease and self._clicked_into:
            self._clicked_into = False
            if not self.lineEdit().hasSelectedText():  # otherwise a part was chosen with the mouse
                QTimer.singleShot(0, self, self.selectAll)
        return handled

    def event(self, event: QEvent) -> bool:
        """Take Esc before the window's shortcut does while there is something to take back."""
        override = event.type() == QEvent.Type.ShortcutOverride and self.lineEdit().isModified()
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Confirm with Enter, take back with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            refused = not self._confirm()
            super().keyPressEvent(event)
            event.setAccepted(refused)  # otherwise the panel gives the keyboard back
        elif event.key() == Qt.Key.Key_Escape:
            self.lineEdit().setText(self.textFromValue(self.value()))
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field behind the number."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(danger(), 2) if self.is_refused else edge_colour(self))
            painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the edge of the field free of the text's own ground."""
        super().resizeEvent(event)
        self.lineEdit().setGeometry(self.rect().adjusted(4, 2, -4, -2))

    def _read(self, text: str) -> float | None:
        if self._auto and ("auto" in text.lower() or tr("Auto").lower() in text.lower()):
            return 0.0
        value = read_number(text, self._low, self._high)
        if value is None:
            return 0.0 if self._auto and read_number(text, 0, 0) == 0 else None
        return self.snap(value) if self.singleStep() >= 1 else round(value, _FINEST)

    def _confirm(self) -> bool:
        """Return whether what was typed can be meant; say what is expected if it cannot."""
        edit = self.lineEdit()
        text = edit.text()
        if not edit.isModified() or not text.strip() or self._read(text) is not None:
            return True
        edit.setText(self.textFromValue(self.value()))
        self._refused.start()
        self.update()
        low, high = (f"{end:g}" for end in (self._low, self._high))
        expected = tr("“{text}” was not taken: expected a number from {low} to {high}.")
        if self._high <= 1:
            expected = tr("“{text}” was not taken: expected a number from {low} to {high}, or 35%.")
        words = tooltip(expected.format(text=text.strip()[:20], low=low, high=high))
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), words, self)
        return False

    def _accept_again(self) -> None:
        if self.is_refused:
            self._refused.stop()
            self.update()
