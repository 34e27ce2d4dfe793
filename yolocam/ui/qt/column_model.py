"""Base class of the table models: rows, and fixed columns with a heading, a tooltip and an alignment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from yolocam.ui.widgets.formatting import tooltip

AnyIndex = QModelIndex | QPersistentModelIndex

Row = TypeVar("Row")

_NOWHERE = QModelIndex()


class Column(NamedTuple):
    """A column of a table. Numbers are aligned to the right."""

    heading: str
    tip: str = ""
    numbers: bool = False

    @property
    def side(self) -> int:
        """The alignment of its cells, for Qt's TextAlignmentRole."""
        side = Qt.AlignmentFlag.AlignRight if self.numbers else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class ColumnModel(QAbstractTableModel, Generic[Row]):
    """A table of `rows`. Subclasses implement `data`."""

    def __init__(
        self, columns: Sequence[Column], rows: Sequence[Row] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows = rows

    def set_rows(self, rows: Sequence[Row], *, same: bool) -> None:
        """Take other rows; where they are of the `same` things, a selection stays where it is."""
        if same:
            self.rows = rows
            self.repaint_rows(0, len(rows) - 1)
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def repaint_rows(self, first: int, last: int) -> None:
        """Show what these rows say now."""
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)  # a cell has no rows below it

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.heading
        if role == Qt.ItemDataRole.ToolTipRole and column.tip:
            return tooltip(column.tip)
        return column.side if role == Qt.ItemDataRole.TextAlignmentRole else None
