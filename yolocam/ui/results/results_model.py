"""The rows of the results table, as Qt's views read them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from yolocam.pipeline.sinks.results.summary import TITLES, ClassRow, cells_of
from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.ui.translation import tr

_NUMBERS = range(1, 5)
"""Columns that hold numbers."""


class ResultsModel(ColumnModel):
    """One row for each class, in the words of `summary.cells_of`."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = [Column(tr(t.capitalize()), numbers=n in _NUMBERS) for n, t in enumerate(TITLES)]
        super().__init__(columns, parent)
        self._cells: list[tuple[str, ...]] = []

    def show_rows(self, rows: list[ClassRow], frames: int) -> None:
        """Take other rows; a selection stays where it is while there are as many."""
        cells = [cells_of(row, frames) for row in rows]
        if len(cells) == len(self._cells):
            self._cells = cells
            if cells:
                self.dataChanged.emit(self.index(0, 0), self.index(len(cells) - 1, len(TITLES) - 1))
            return
        self.beginResetModel()
        self._cells = cells
        self.endResetModel()

    def row_count(self) -> int:
        """As many as there are classes."""
        return len(self._cells)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, and where it stands."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells[index.row()][index.column()]
        return self.columns[index.column()].side if role == Qt.ItemDataRole.TextAlignmentRole else None
