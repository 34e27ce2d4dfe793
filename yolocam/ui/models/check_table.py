"""The table of layers in the doctor's report: aligned figures, rows that can be copied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from yolocam.ui.models.check_text import HEADINGS, layer_cells
from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.ui.widgets.formatting import tooltip
from yolocam.ui.widgets.icons import icon
from yolocam.ui.widgets.theme import GRID, danger, tabular

if TYPE_CHECKING:
    from yolocam.model.doctor import Diagnosis

_TIPS = {
    "Layer": "Darknet's number of the layer, from 0",
    "Line": "The line of the cfg at which the layer begins",
    "Reads": "The layers whose results it takes",
    "Filters": "How many different patterns it looks for",
    "Size": "Side of the square that one pattern covers",
    "Stride": "By how many places it moves on: 2 halves the picture",
    "Output": "Width, height and channels of its result",
    "Parameters": "How many numbers the weights file holds for it",
    "GFLOPs": "Work for one picture, in billions of operations",
    "Sees": "How many pixels of the picture reach one place of its result",
}
_LEFT = frozenset({"Type", "Reads", "Output", "Sees"})
_COLUMNS = [Column(heading, _TIPS.get(heading, ""), heading not in _LEFT) for heading in HEADINGS]


class LayerModel(ColumnModel):
    """The layers as text; a layer with a finding carries its icon and its sentence."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(_COLUMNS)
        self._rows = [layer_cells(row) for row in diagnosis.layers]
        self._remarks: Mapping[int, tuple[str, str]] = {
            finding.layer: (finding.severity, finding.text)
            for finding in reversed(diagnosis.findings)  # the first, which is the worst, stays
            if finding.layer is not None
        }

    def row_count(self) -> int:
        """Return the number of layers."""
        return len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[index.column()].side
        remark = self._remarks.get(int(self._rows[index.row()][0]))
        if remark is None:
            return None
        severity, text = remark
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(text)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return severity_icon(severity)
        return None


class LayerTable(QTableView):
    """Shows the layers of a diagnosis; Ctrl+C copies the chosen rows, tab-separated."""

    def __init__(self, diagnosis: Diagnosis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        model = LayerModel(diagnosis)
        model.setParent(self)
        self.setModel(model)
        self.setFont(tabular(self.font()))
        self.setAccessibleName("Layers")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(3 * GRID)
        columns.setHighlightSections(False)
        columns.setStretchLastSection(True)
        self.resizeColumnsToContents()
        self._broken = next(
            (finding.layer for finding in diagnosis.errors if finding.layer is not None), None
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Show the first layer that is wrong."""
        super().showEvent(event)
        if self._broken is not None:
            self.scrollTo(self.model().index(self._broken, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.chosen_text())
        else:
            super().keyPressEvent(event)

    def chosen_text(self) -> str:
        """Return the chosen rows, a line for each."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        model = self.model()
        columns = range(model.columnCount())
        return "\n".join("\t".join(model.index(row, column).data() for column in columns) for row in rows)


def severity_icon(severity: str) -> Any:
    """Return the icon of "error", "warning" or "note"; each has a shape of its own."""
    if severity == "error":
        return icon("error", danger())
    return icon("warning" if severity == "warning" else "info")
