"""What the models of all tables have in common: fixed columns with a heading, an explanation and a side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from yolocam.ui.widgets.formatting import tooltip

AnyIndex = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()


class Column(NamedTuple):
    """A column: what stands above it, what that means, and whether it holds numbers, set to the right."""

    heading: str
    tip: str = ""
    numbers: bool = False

    @property
    def side(self) -> int:
        """How its cells are aligned, as Qt's models give it."""
        side = Qt.AlignmentFlag.AlignRight if self.numbers else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class ColumnModel(QAbstractTableModel):
    """A table that is only read; who derives from it says how many rows there are, and what is in them."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def row_count(self) -> int:
        """Return how many rows there are now."""
        raise NotImplementedError

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Return the number of rows; a cell has none below it."""
        return 0 if parent.isValid() else self.row_count()

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Return the number of columns; a cell has none below it."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a heading, or what it means."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.heading
        if role == Qt.ItemDataRole.ToolTipRole and column.tip:
            return tooltip(column.tip)
        return column.side if role == Qt.ItemDataRole.TextAlignmentRole else None
