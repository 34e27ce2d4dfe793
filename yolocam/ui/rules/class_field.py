"""The classes that a rule is about: chosen from the list, or typed with commas between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.explained import explain
from yolocam.ui.widgets.theme import GRID

_MOST_SHOWN = 12


class ClassField(QLineEdit):
    """Empty it means every class. `names` are those that are offered."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = tuple(names)
        self.setPlaceholderText(tr("anything"))
        self.setMinimumWidth(20 * GRID)
        self._offer = _Several(names, self)
        self.setCompleter(self._offer)
        explain(self, tr("Choose a class of the network, or type several with commas between them"))
        if names:
            action = self.addAction(theme.icon("chevron_down"), QLineEdit.ActionPosition.TrailingPosition)
            action.setToolTip(tr("Show all classes"))
            action.triggered.connect(lambda _: self._show_all())

    def value(self) -> list[str] | None:
        """Return the names; None for every class."""
        names = [name.strip() for name in self.text().split(",")]
        return [name for name in names if name] or None

    def set_value(self, value: Any) -> None:
        """Show names."""
        self.setText(", ".join([value] if isinstance(value, str) else value or []))

    def _show_all(self) -> None:
        self._offer.setCompletionPrefix("")
        self._offer.complete()


class _Several(QCompleter):
    """Completes the name behind the last comma, and keeps what stands before it."""

    def __init__(self, names: Sequence[str], parent: QWidget) -> None:
        super().__init__(list(names), parent)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(_MOST_SHOWN)

    def splitPath(self, path: str) -> list[str]:
        """Look for the name that is being typed."""
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Put the chosen name behind those before the last comma."""
        typed = self.widget()
        before = typed.text().rpartition(",")[0].strip() if isinstance(typed, QLineEdit) else ""
        return f"{before}, {index.data()}" if before else str(index.data())
