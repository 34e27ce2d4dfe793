"""The rows of the results table, as Qt's views read them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from yolocam.pipeline.sinks.summary import TITLES, ClassRow, cells_of

_NUMBERS = range(1, 5)
"""Columns that hold numbers."""

_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractTableModel):
    """One row for each class, in the words of `summary.cells_of`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
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

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """As many as there are classes."""
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """As many as there are titles."""
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, and where it stands."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells[index.row()][index.column()]
        return _alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column, and where it stands."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section].capitalize()
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
