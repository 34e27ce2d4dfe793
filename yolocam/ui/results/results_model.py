"""The rows of the results table, as Qt's views read them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from yolocam.pipeline.sinks.results.summary import TITLES, ClassRow, cells_of
from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.ui.translation import tr

_NUMBERS = range(1, 5)
"""Columns that hold numbers."""


class ResultsModel(ColumnModel[tuple[str, ...]]):
    """One row for each class, in the words of `summary.cells_of`."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = [Column(tr(t.capitalize()), numbers=n in _NUMBERS) for n, t in enumerate(TITLES)]
        super().__init__(columns, parent=parent)

    def show_rows(self, rows: list[ClassRow], frames: int) -> None:
        """Take other rows; a selection stays where it is while there are as many."""
        self.set_rows([cells_of(row, frames) for row in rows], same=len(rows) == len(self.rows))

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, and where it stands."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()][index.column()]
        return self.columns[index.column()].side if role == Qt.ItemDataRole.TextAlignmentRole else None
