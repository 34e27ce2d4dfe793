"""The list of models in the manager: one row each, with what it costs and how it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt

from yolocam.ui.models.model_text import ModelStatus, size_cell
from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.zoo.entry import ModelEntry

STATUS_ROLE = int(Qt.ItemDataRole.UserRole) + 1
NAME_ROLE = STATUS_ROLE + 1

_COLUMNS = (
    Column("Model", "What the model is called"),
    Column(
        "Input",
        "Side of the picture that the network sees, in pixels; it can be changed with Resolution",
        numbers=True,
    ),
    Column(
        "Accuracy",
        "How much it finds in the COCO test pictures, in percent (AP50): more is better",
        numbers=True,
    ),
    Column("GFLOPs", "Work for one picture, in billions of operations: less is quicker", numbers=True),
    Column("Size", "Size of its weights file", numbers=True),
    Column("State", "Whether it can be used at once"),
)
HEADINGS = tuple(column.heading for column in _COLUMNS)
NAME, INPUT, ACCURACY, GFLOPS, SIZE, STATE = range(len(HEADINGS))


class ModelTable(ColumnModel):
    """Rows are the entries it was given; `status_of` returns the present status of each."""

    def __init__(self, status_of: Callable[[ModelEntry], ModelStatus], parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, parent)
        self._status = status_of
        self._entries: tuple[ModelEntry, ...] = ()

    def set_entries(self, entries: tuple[ModelEntry, ...]) -> None:
        """Show other models."""
        if [entry.name for entry in entries] == [entry.name for entry in self._entries]:
            self._entries = entries
            self.repaint()
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def row_of(self, name: str) -> int | None:
        """Return the row of a model; None if it has none."""
        names = [entry.name for entry in self._entries]
        return names.index(name) if name in names else None

    def repaint(self, name: str | None = None) -> None:
        """Show a model, or all of them, as they stand now."""
        row = self.row_of(name) if name is not None else None
        first, last = (0, len(self._entries) - 1) if name is None else (row, row)
        if first is not None and last is not None and last >= 0:
            self.dataChanged.emit(self.index(first, 0), self.index(last, STATE))

    def row_count(self) -> int:
        """Return the number of models."""
        return len(self._entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell."""
        if not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, index.column())
        if role == NAME_ROLE:
            return entry.name
        if role == STATUS_ROLE:
            return self._status(entry)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[index.column()].side
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADINGS[index.column()]}: {self._text(entry, index.column()) or 'not known'}"
        return None

    def _text(self, entry: ModelEntry, column: int) -> str:
        figures = entry.figures
        if column == NAME:
            return entry.name
        if column == SIZE:
            return size_cell(entry)
        if column == STATE:
            return self._status(entry).text
        if figures is None:
            return ""
        return {INPUT: f"{figures.size}", ACCURACY: f"{figures.ap50:.1f}", GFLOPS: f"{figures.gflops:g}"}[
            column
        ]
