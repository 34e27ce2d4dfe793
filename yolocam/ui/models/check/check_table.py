"""The table of layers in a check report. Rows can be copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from yolocam.ui.models.check.check_text import headings, layer_cells
from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import tooltip
from yolocam.ui.widgets.icons import icon
from yolocam.ui.widgets.theme import GRID, danger, tabular

if TYPE_CHECKING:
    from yolocam.model.doctor import Diagnosis

_TEXT_COLUMNS = frozenset({2, 3, 7, 10})
"""Columns that are aligned to the left: type, inputs, output, receptive field."""


class LayerModel(ColumnModel[Sequence[str]]):
    """The layers as text. A layer with a finding has its icon and its text as tooltip."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(_columns(), [layer_cells(row) for row in diagnosis.layers])
        self._remarks: Mapping[int, tuple[str, str]] = {
            finding.layer: (finding.severity, finding.text)
            for finding in reversed(diagnosis.findings)  # the first one is the worst: it stays
            if finding.layer is not None
        }

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[index.column()].side
        remark = self._remarks.get(int(self.rows[index.row()][0]))
        if remark is None:
            return None
        severity, text = remark
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(text)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return severity_icon(severity)
        return None


class LayerTable(QTableView):
    """Shows the layers of a diagnosis. Ctrl+C copies the selected rows, separated by tabs."""

    def __init__(self, diagnosis: Diagnosis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        model = LayerModel(diagnosis)
        model.setParent(self)
        self.setModel(model)
        self.setFont(tabular(self.font()))
        self.setAccessibleName(tr("Layers"))
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
        super().showEvent(event)
        if self._broken is not None:
            # Only now does the table know its height.
            self.scrollTo(self.model().index(self._broken, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.chosen_text())
        else:
            super().keyPressEvent(event)

    def chosen_text(self) -> str:
        """Return the selected rows, one line each."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        model = self.model()
        columns = range(model.columnCount())
        return "\n".join("\t".join(model.index(row, column).data() for column in columns) for row in rows)


def severity_icon(severity: str) -> Any:
    """Return the icon of "error", "warning" or "note". Each has its own shape, not only its own colour."""
    if severity == "error":
        return icon("error", danger())
    return icon("warning" if severity == "warning" else "info")


def _columns() -> list[Column]:
    tips = (
        tr("Number of the layer in Darknet, from 0"),
        tr("Line of the cfg file where the layer begins"),
        "",
        tr("Layers whose output it takes"),
        tr("Number of patterns it looks for"),
        tr("Side of the square that one pattern covers"),
        tr("Distance between two positions of a pattern: 2 halves the image"),
        tr("Width, height and channels of its output"),
        tr("Number of values in the weights file"),
        tr("Work for one image, in billions of operations"),
        tr("Pixels of the image that affect one cell of its output"),
    )
    pairs = enumerate(zip(headings(), tips, strict=True))
    return [Column(heading, tip, number not in _TEXT_COLUMNS) for number, (heading, tip) in pairs]
