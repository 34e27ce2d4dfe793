"""A choice from a list, and a choice between yes and no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from yolocam.settings import Control
from yolocam.ui.inputs.tick_box import TickBox
from yolocam.ui.panel.control_row import ControlRow
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import choice_text, tooltip


class ChoiceRow(ControlRow):
    """A box that opens a list. A value that the list lacks, such as a path, joins it when it is shown."""

    def __init__(
        self, control: Control, default: str, choices: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(control, default, parent)
        self.combo = _Combo()
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.setMinimumContentsLength(8)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.add_label(self.reset).setBuddy(self.combo)
        self.add_input(self.combo, 1)
        for value in choices:
            self._add(value)
        self.show_value(default)
        self.combo.currentIndexChanged.connect(self._chosen)

    def show_value(self, value: Any) -> None:
        """Show the chosen one of the values."""
        index = self.combo.findData(value)
        self.combo.blockSignals(True)
        if index < 0:
            index = self._add(value)
        self.combo.setCurrentIndex(index)
        self.combo.blockSignals(False)

    def reset(self) -> None:
        """Go back to the default, as the user's own change."""
        self.show_value(self.default)
        self.changed.emit(self.default)

    def set_text(self, value: str, text: str) -> None:
        """Change how a value is written, for example "Auto (CPU)"."""
        index = self.combo.findData(value)
        if index >= 0 and self.combo.itemText(index) != text:
            self.combo.setItemText(index, text)

    def set_unavailable(self, reasons: Mapping[str, str]) -> None:
        """Disable the values that cannot be had here and say why; the others are enabled."""
        model = self.combo.model()
        assert isinstance(model, QStandardItemModel)  # what a QComboBox has unless it is given another
        for index in range(self.combo.count()):
            reason = reasons.get(self.combo.itemData(index))
            item = model.item(index)
            item.setEnabled(reason is None)
            item.setToolTip(tooltip(reason) if reason else "")

    def default_text(self) -> str:
        """Return the default as it stands in the list."""
        return self.item_text(self.default)

    def item_text(self, value: str) -> str:
        """Return how a value is written in the list."""
        return choice_text(value)

    def item_icon(self, value: str) -> QIcon | None:
        """Return the icon beside a value, if there is one."""
        return None

    def _add(self, value: str) -> int:
        picture = self.item_icon(value)
        if picture is None:
            self.combo.addItem(self.item_text(value), value)
        else:
            self.combo.addItem(picture, self.item_text(value), value)
        return self.combo.count() - 1

    def _chosen(self, index: int) -> None:
        self.changed.emit(self.combo.itemData(index))


class CheckRow(ControlRow):
    """A box to tick."""

    def __init__(self, control: Control, default: bool, parent: QWidget | None = None) -> None:
        super().__init__(control, default, parent)
        self.box = TickBox(tr(control.label))
        self.add_input(self.box, 1)
        self.box.setChecked(default)
        self.box.toggled.connect(self.changed.emit)

    def show_value(self, value: Any) -> None:
        """Tick the box or not."""
        self.box.blockSignals(True)
        self.box.setChecked(bool(value))
        self.box.blockSignals(False)


class _Combo(QComboBox):
    """Emits `popped(True)` before its list opens, and `popped(False)` when what was chosen there is known.

    The wheel over the closed list scrolls the panel: it must not exchange the network by accident.
    """

    popped = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def showPopup(self) -> None:
        self.popped.emit(True)
        super().showPopup()

    def hidePopup(self) -> None:
        super().hidePopup()
        QTimer.singleShot(0, self, lambda: self.popped.emit(False))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
