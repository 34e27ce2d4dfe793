"""The panel of live controls, made from the fields of `Settings`: one field is one control."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from yolocam.frame import Detected, ModelInfo
from yolocam.settings import SettingsStore


class ControlPanel(QWidget):
    """All settings as controls; writes to the store and follows it."""

    def __init__(self, store: SettingsStore, models: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store

    def show_result(self, detected: Detected) -> None:
        """Show how many of each class are in the picture."""

    def set_preparing(self, text: str | None) -> None:
        """Show what is being prepared, or that nothing is."""

    def set_served(self, model: ModelInfo | None) -> None:
        """Show which network answers now."""

    def set_collapsed(self, collapsed: bool) -> None:
        """Fold the panel into a narrow strip of icons, or unfold it."""
