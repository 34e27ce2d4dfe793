"""The table view of the model manager."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from yolocam.ui.models.model_table import (
    ACCURACY,
    GFLOPS,
    INPUT,
    NAME,
    NAME_ROLE,
    SIZE,
    SPEED,
    STATE,
    ModelTable,
)
from yolocam.ui.models.status_delegate import StatusDelegate
from yolocam.ui.translation import tr
from yolocam.ui.widgets.theme import GRID, tabular

_ROW = 4 * GRID
_HIDDEN_FIRST = (INPUT, GFLOPS, ACCURACY, SIZE, SPEED)
"""Columns that a narrow window hides, in this order."""


class ModelList(QTableView):
    """Emits `chosen(name)` when another row is selected.

    `used` is emitted on Enter and on a double click, `removed` on Delete, both for the selected model.
    """

    chosen = Signal(str)
    used = Signal()
    removed = Signal()

    def __init__(self, table: ModelTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.setModel(table)
        self.setItemDelegateForColumn(STATE, StatusDelegate(self))
        self.setFont(tabular(self.font()))
        self.setAccessibleName(tr("Models"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._size_sections()
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda _: self.used.emit())

    @property
    def current(self) -> str:
        """The name of the selected model; empty if none is selected."""
        index = self.currentIndex()
        return str(index.data(NAME_ROLE)) if index.isValid() else ""

    def choose(self, name: str) -> None:
        """Select a model if it is listed."""
        row = self.table.row_of(name)
        if row is not None:
            index = self.table.index(row, NAME)
            both = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, both)
            self.scrollTo(index)

    def fit_columns(self) -> None:
        """Hide the columns that have no room."""
        needed = {column: self._width_of(column) for column in (NAME, STATE, *_HIDDEN_FIRST)}
        for column in _HIDDEN_FIRST:
            fits = sum(needed.values()) <= self.viewport().width()
            self.setColumnHidden(column, not fits)
            if not fits:
                del needed[column]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.used.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def _size_sections(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setMinimumSectionSize(6 * GRID)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    def _width_of(self, column: int) -> int:
        return max(self.sizeHintForColumn(column), self.horizontalHeader().sectionSizeHint(column))

    def _moved(self, current: QModelIndex) -> None:
        self.chosen.emit(str(current.data(NAME_ROLE)) if current.isValid() else "")
