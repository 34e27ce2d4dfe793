"""The rows of the list of what rules have noticed, as Qt's views read them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.ui.rules.fired_tally import Fired
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import plain_tooltip
from yolocam.ui.widgets.timecode import clock_or_timecode

_WORDS = 1


class FiredModel(ColumnModel[Fired]):
    """A row for each time that a rule was met, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Time"), tr("Click a row to go to this moment of a file")),
            Column(tr("What happened")),
        )
        super().__init__(columns, parent=parent)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell."""
        one = self.rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(one.words)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return one.words if index.column() == _WORDS else clock_or_timecode(one.time, one.position_ns)
