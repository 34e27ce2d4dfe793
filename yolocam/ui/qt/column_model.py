"""Base class of the table models: fixed columns with a heading, a tooltip and an alignment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from yolocam.ui.widgets.formatting import tooltip

AnyIndex = QModelIndex | QPersistentModelIndex

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


class ColumnModel(QAbstractTableModel):
    """A read-only table. Subclasses implement `row_count` and `data`."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def row_count(self) -> int:
        """Return the present number of rows."""
        raise NotImplementedError

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.row_count()  # a cell has no rows below it

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
