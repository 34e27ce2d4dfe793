"""The choice of the network, with a quiet line that says which one answers now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from yolocam.frame import ModelInfo
from yolocam.settings import Control
from yolocam.ui.choice_row import ChoiceRow
from yolocam.ui.control_row import LABEL_WIDTH
from yolocam.ui.theme import GRID, icon
from yolocam.ui.words import choice_text, device_text, model_text, sentence


class ModelPicker(ChoiceRow):
    """The names of the networks; the one that answers now has a tick, also while another is prepared."""

    def __init__(
        self, control: Control, default: str, models: Sequence[str], parent: QWidget | None = None
    ) -> None:
        self._served: ModelInfo | None = None
        self._preparing: str | None = None
        super().__init__(control, default, models or (default,), parent)
        self.status = QLabel()  # its place is in the panel, on a line of its own
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.status.setContentsMargins(LABEL_WIDTH + GRID + 2, 0, 0, GRID // 2)
        self.status.setForegroundRole(self.status.palette().ColorRole.PlaceholderText)
        self._say()

    def set_served(self, model: ModelInfo | None) -> None:
        """Mark the network that answers now."""
        if model == self._served:
            return
        self._served = model
        for index in range(self.combo.count()):
            served = model is not None and self.combo.itemData(index) == model.name
            self.combo.setItemIcon(index, icon("check") if served else QIcon())
        self._say()

    def set_preparing(self, text: str | None) -> None:
        """Say what is being prepared; None when nothing is."""
        if text != self._preparing:
            self._preparing = text
            self._say()

    def item_text(self, value: str) -> str:
        """Return a name as it is: model names are written in their own way."""
        return choice_text(value) if "/" in value or "\\" in value else value

    def _say(self) -> None:
        if self._preparing is not None:
            text = f"{sentence(self._preparing)}…"
        elif self._served is not None:
            model = self._served
            text = f"{model_text(model)} · {device_text(model.device)} {model.precision}"
        else:
            text = "No network is ready yet"
        self.status.setText(text)
        self.status.setToolTip(text)
