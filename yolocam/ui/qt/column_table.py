"""The table of a ColumnModel: whole rows of one height, without lines."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from yolocam.ui.qt.column_model import ColumnModel
from yolocam.ui.widgets.theme import GRID, tabular

_FITTED_ROWS = 32
"""Rows to which a column is fitted, first those in view. Qt asks 1000, each time that one of them changes."""


def column_table(model: ColumnModel[Any], name: str) -> QTableView:
    """Return a table that screen readers call `name`."""
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.horizontalHeader().setResizeContentsPrecision(_FITTED_ROWS)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(3 * GRID)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)  # Tab leads on to the next control
    table.setShowGrid(False)
    table.setFont(tabular(table.font()))
    return table


def one_row_table(model: ColumnModel[Any], name: str) -> QTableView:
    """Return a table of which one row at most is selected, with columns as wide as what they say."""
    table = column_table(model, name)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table
