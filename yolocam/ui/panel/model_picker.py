"""The choice of the network, with a quiet line that says which one answers now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QPalette, QStandardItemModel
from PySide6.QtWidgets import QSizePolicy, QWidget

from yolocam.frame import ModelInfo
from yolocam.settings import Control
from yolocam.ui.models.advice_line import AdviceLine
from yolocam.ui.panel.choice_row import ChoiceRow
from yolocam.ui.panel.control_row import LABEL_WIDTH
from yolocam.ui.translation import tr
from yolocam.ui.widgets.elided_label import ElidedLabel
from yolocam.ui.widgets.formatting import choice_text, device_text, model_text, preparing_text, size_text
from yolocam.ui.widgets.geometry import indented, scaled
from yolocam.ui.widgets.theme import GRID, icon


class ModelPicker(ChoiceRow):
    """The names of the networks; the one that answers now has a tick, also while another is prepared.

    The last entry, "More models…", emits `more_asked` and changes nothing.
    """

    more_asked = Signal()

    def __init__(
        self, control: Control, default: str, models: Sequence[str], parent: QWidget | None = None
    ) -> None:
        self._more = tr("More models…")
        self._served: ModelInfo | None = None
        self._preparing: str | None = None
        self._value = default
        super().__init__(control, default, models or (default,), parent)
        # Its place is in the panel, on a line of its own.
        self.status = ElidedLabel(Qt.AlignmentFlag.AlignLeft, QPalette.ColorRole.PlaceholderText)
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        left = scaled(LABEL_WIDTH) + GRID + 2
        self.status.setContentsMargins(indented(left))
        self.advice = AdviceLine(left)  # below it
        self._end_list()
        self.combo.popped.connect(self._offer_more)
        self._say()

    def show_value(self, value: Any) -> None:
        """Show the chosen name."""
        self._value = value
        super().show_value(value)

    def set_models(self, models: Sequence[str]) -> None:
        """List other names; the chosen one stays, also where it is not among them."""
        chosen = self._value
        self.combo.blockSignals(True)
        self.combo.clear()
        for name in models if chosen in models else (*models, chosen):
            self._add(name)
        self._end_list()
        self.combo.setCurrentIndex(self.combo.findData(chosen))
        self.combo.blockSignals(False)
        self._tick_served()

    def set_served(self, model: ModelInfo | None) -> None:
        """Mark the network that answers now."""
        if model == self._served:
            return
        self._served = model
        self._tick_served()
        self._say()

    def set_preparing(self, text: str | None) -> None:
        """Say what is being prepared; None when nothing is."""
        if text != self._preparing:
            self._preparing = text
            self._say()

    def item_text(self, value: str) -> str:
        """Return a name as it is: model names are written in their own way."""
        return choice_text(value) if "/" in value or "\\" in value else value

    def _add(self, value: str) -> int:
        """Add a name above the end of the list."""
        end = self.combo.findText(self._more)
        if end < 0:
            return super()._add(value)
        self.combo.insertItem(end - 1, self.item_text(value), value)
        return end - 1

    def _end_list(self) -> None:
        self.combo.insertSeparator(self.combo.count())
        self.combo.addItem(self._more, None)
        self._offer_more(False)

    def _offer_more(self, offered: bool) -> None:
        """Let "More models…" be chosen in the open list only: a key or the wheel passes over it."""
        model = self.combo.model()
        assert isinstance(model, QStandardItemModel)  # what a QComboBox has unless it is given another
        model.item(self.combo.count() - 1).setEnabled(offered)

    def _chosen(self, index: int) -> None:
        if self.combo.itemData(index) is None:
            self.show_value(self._value)
            self.more_asked.emit()
        else:
            self._value = self.combo.itemData(index)
            super()._chosen(index)

    def _tick_served(self) -> None:
        name = self._served.name if self._served is not None else None
        for index in range(self.combo.count()):
            served = name is not None and self.combo.itemData(index) == name
            self.combo.setItemIcon(index, icon("check") if served else QIcon())

    def _say(self) -> None:
        if self._preparing is not None:
            # The name stands in the list above: both would not fit.
            text = preparing_text(self._preparing)
            text = tr("Preparing…") if self._value in text else text
        elif self._served is not None:
            model = self._served
            text = f"{size_text(model.size_wh)} · {device_text(model.device)} {model.precision}"
            if model.stored is not None:
                text = tr("Stored results of {model}").format(model=model_text(model))
        else:
            text = tr("No model is ready yet")
        self.status.set_text(text)
