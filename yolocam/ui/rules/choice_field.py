"""One of several words, of which a turn of the wheel changes none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class ChoiceField(QComboBox):
    """Offers `texts`: what stands in a file, and how it is said. The wheel scrolls the form that holds it."""

    def __init__(self, texts: Mapping[Any, str] | None = None) -> None:
        super().__init__()
        for value, text in (texts or {}).items():
            self.addItem(text, value)

    def value(self) -> str | None:
        """Return the word; None where the empty one is chosen."""
        return self.currentData() or None

    def set_value(self, value: Any) -> None:
        """Choose a word; one that is not offered is offered from now on, for the reader to judge."""
        place = self.findData(value or "")
        if place < 0 and value:
            self.addItem(str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(max(place, 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
