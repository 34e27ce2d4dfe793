"""The rows of the list of rules, as Qt's views read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import plain_tooltip

NAME, SENTENCE, SCOPE = range(3)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in words; `problem` says why it cannot do all it should, and is empty where it can."""

    name: str
    enabled: bool
    sentence: str
    everywhere: bool
    problem: str = ""


class RulesModel(ColumnModel[RuleRow]):
    """A row for each rule, with a box to tick; `switched(row, on)` tells that somebody did."""

    switched = Signal(int, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Rule"), tr("Tick the box to switch a rule on")),
            Column(tr("When and what")),
            Column(tr("For")),
        )
        super().__init__(columns, parent=parent)

    def show_rows(self, rows: list[RuleRow]) -> None:
        """Take other rows; a selection stays where it is while there are as many."""
        if rows != self.rows:
            self.set_rows(rows, same=len(rows) == len(self.rows))

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, or the tick."""
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            return Qt.CheckState.Checked if row.enabled else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip("\n".join(filter(None, (row.sentence, row.problem))))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column == SENTENCE:
            return f"{row.problem} · {row.sentence}" if row.problem else row.sentence
        scope = tr("All sources") if row.everywhere else tr("This source")
        return row.name if column == NAME else scope

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell of a tick; the rows follow once the rule has it."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.switched.emit(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Names can be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else flags
