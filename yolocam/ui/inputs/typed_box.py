"""A field for a number that is typed: what cannot be meant turns it red and changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPalette, QPen, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QToolTip, QWidget

from yolocam.ui.inputs.typed_number import read_number
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import tooltip
from yolocam.ui.widgets.theme import danger

_REFUSED_MS = 3000
"""How long a field stays red."""


class TypedBox(QDoubleSpinBox):
    """Takes typing, arrow keys, and Enter or leaving to confirm.

    A click selects the number, so that typing replaces it; Esc takes back what was typed, and a double click
    emits `reset_asked`. Enter reaches the panel or dialog only where the number was taken.
    """

    reset_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._just_entered = False  # the keyboard has come, and no click since
        self._to_tell = False  # it was refused, and nobody has asked since
        self._refused = QTimer(self, singleShot=True, interval=_REFUSED_MS)
        self._refused.timeout.connect(self.update)
        self.setLocale(QLocale.c())
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().textEdited.connect(self._accept_again)
        self.lineEdit().installEventFilter(self)

    @property
    def is_refused(self) -> bool:
        """Whether the field is red, because what was typed last cannot be meant."""
        return self._refused.isActive()

    def was_refused(self) -> bool:
        """Read what stands in the field, and return once whether something cannot be meant."""
        self._confirm()
        told, self._to_tell = self._to_tell, False
        return told

    def read(self, text: str) -> float | None:
        """Return the number that a text means here; None if it means none."""
        return read_number(self.without_unit(text), self.minimum(), self.maximum())

    def expected(self) -> str:
        """Return the sentence about a text that was not taken, with {text} in it."""
        expected = tr("“{text}” was not taken: expected a number from {low} to {high}.")
        return expected.replace("{low}", f"{self.minimum():g}").replace("{high}", f"{self.maximum():g}")

    def without_unit(self, text: str) -> str:
        """Return a text without the unit behind it, or a beginning of that, once or twice."""
        unit, text = self.suffix().strip(), text.strip()
        ends = tuple(unit[:length] for length in range(len(unit), 0, -1))
        while ends and text.endswith(ends):
            text = text.removesuffix(next(end for end in ends if text.endswith(end))).rstrip()
        return text

    def valueFromText(self, text: str) -> float:
        """Read what was typed; what cannot be meant leaves the value as it was."""
        value = self.read(text)
        return QDoubleSpinBox.value(self) if value is None else value

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let anything be typed; it is read when it is confirmed."""
        return QValidator.State.Acceptable, text, position

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the number, ready to be typed over."""
        super().focusInEvent(event)
        self._just_entered = True
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._confirm()
        super().focusOutEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the number selected after the first click; a double click resets."""
        if watched is not self.lineEdit():
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self.reset_asked.emit()
            self.selectAll()
            return True
        if event.type() == QEvent.Type.MouseButtonPress and self.is_refused:
            self._just_entered = True  # as the first time: what is typed next replaces the number
        handled = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonRelease and self._just_entered:
            self._just_entered = False
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
            event.setAccepted(refused)  # otherwise it goes on to what holds the field
        elif event.key() == Qt.Key.Key_Escape:
            self._take_back()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _take_back(self) -> None:
        value = QDoubleSpinBox.value(self)
        self.lineEdit().setText(f"{self.textFromValue(value)}{self.suffix()}")

    def _confirm(self) -> bool:
        """Return whether what was typed can be meant; say what is expected if it cannot."""
        edit = self.lineEdit()
        text = self.without_unit(edit.text())
        if not edit.isModified() or not text or self.read(text) is not None:
            return True
        self._take_back()
        self._to_tell = True
        self._refused.start()
        self.update()
        words = tooltip(self.expected().replace("{text}", text[:20]))
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), words, self)
        return False

    def _accept_again(self) -> None:
        self._to_tell = False
        if self.is_refused:
            self._refused.stop()
            self.update()


def paint_edge(box: TypedBox, painter: QPainter) -> None:
    """Draw the edge of a field in its colour: it tells where the keyboard is, and what was refused."""
    role = QPalette.ColorRole.Accent if box.hasFocus() else QPalette.ColorRole.Dark
    colour: QColor = box.palette().color(role if box.isEnabled() else QPalette.ColorRole.Mid)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(danger(), 2) if box.is_refused else colour)
    painter.drawRoundedRect(QRectF(box.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def numbers_refused(dialog: QWidget) -> bool:
    """Return whether a number in a dialog cannot be meant; said once, so that the old one can be taken."""
    refused = [box.was_refused() for box in dialog.findChildren(TypedBox)]  # all of them are read
    return any(refused)
