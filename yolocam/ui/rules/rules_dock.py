"""The dock of rules: the list, what can be done with it, and what the rules have noticed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from yolocam.ui.inputs.dock_tool import dock_tool
from yolocam.ui.qt.column_model import ColumnModel
from yolocam.ui.qt.column_table import one_row_table
from yolocam.ui.rules.fired_model import FiredModel
from yolocam.ui.rules.fired_tally import Fired
from yolocam.ui.rules.rules_model import NAME, SENTENCE, RuleRow, RulesModel
from yolocam.ui.rules.tick_delegate import TickDelegate, flip
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_WORDS = 1


class RulesDock(QDockWidget):
    """`edit_asked(row)`, `duplicate_asked(row)` and `remove_asked(row)` are about a row of the list.

    `moment_chosen(fired)` tells that somebody wants to see what a rule has noticed.
    """

    edit_asked = Signal(int)
    duplicate_asked = Signal(int)
    remove_asked = Signal(int)
    moment_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Rules"), parent)
        self.setObjectName("rules_dock")  # by which a window remembers where it was
        self.model, self.fired_model = RulesModel(self), FiredModel(self)
        self.table = _table(self.model, tr("Rules"), NAME, SENTENCE)
        self.table.setItemDelegateForColumn(NAME, TickDelegate(self.table))
        self.fired = _table(self.fired_model, tr("What the rules have noticed"), 0, _WORDS)
        self.add = QPushButton(theme.icon("plus"), tr("Add a rule…"))
        self.edit = dock_tool(tr("Change…"), tr("Change the selected rule (Enter)"), "look")
        self.duplicate = dock_tool(tr("Duplicate"), tr("Copy the selected rule (Ctrl+D)"), "copy")
        self.remove = dock_tool(tr("Delete"), tr("Delete the selected rule (Del)"), "trash")
        self.undo = dock_tool(tr("Undo"), tr("Take the last change back (Ctrl+Z)"), "reset")
        self.import_rules = QAction(tr("Import rules…"), self)
        self.export_rules = QAction(tr("Export rules…"), self)
        self.hint = PlainLabel()
        self.hint.setWordWrap(True)
        self.hint.setForegroundRole(self.hint.palette().ColorRole.PlaceholderText)
        self._connect()
        self.setWidget(self._lay_out())
        self.show_rules([], can_undo=False)

    def show_rules(self, rows: list[RuleRow], *, can_undo: bool) -> None:
        """Show the rules in words."""
        self.model.show_rows(rows)
        allow(self.undo, can_undo, tr("Nothing was changed yet."))
        allow(self.export_rules, bool(rows), tr("There is no rule yet."))
        self._follow()

    def show_fired(self, rows: list[Fired]) -> None:
        """Show what the rules have noticed, the newest first; the marked row stays marked."""
        if rows == self.fired_model.rows:
            return
        chosen = self._chosen(self.fired)
        marked = self.fired_model.rows[chosen] if chosen is not None else None
        self.fired_model.set_rows(rows, same=False)
        if marked in rows:
            self.fired.blockSignals(True)
            self.fired.selectRow(rows.index(marked))
            self.fired.blockSignals(False)

    def select(self, row: int) -> None:
        """Mark a rule."""
        self.table.selectRow(row)

    def say(self, hint: str) -> None:
        """Show what there is to know of the rules."""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def set_unavailable(self, reason: str) -> None:
        """Say why no rules can be followed here."""
        for part in (self.add, self.table, self.import_rules):
            allow(part, False, reason)
        self.say(reason)

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(self._follow)
        self.table.doubleClicked.connect(lambda index: self.edit_asked.emit(index.row()))
        self.fired.clicked.connect(lambda index: self._go(index.row()))
        for button, signal in (
            (self.edit, self.edit_asked),
            (self.duplicate, self.duplicate_asked),
            (self.remove, self.remove_asked),
        ):
            button.clicked.connect(self._on_chosen(signal))
        widgets = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, press in (
            (QKeySequence.StandardKey.Undo, self.undo.click),
            (QKeySequence("Ctrl+D"), self.duplicate.click),
            (QKeySequence(Qt.Key.Key_Delete), self.remove.click),
        ):
            QShortcut(keys, self, context=widgets).activated.connect(press)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(QKeySequence(key), self.table, context=widgets).activated.connect(self.edit.click)
            QShortcut(QKeySequence(key), self.fired, context=widgets).activated.connect(self._go_to_chosen)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table, context=widgets)
        space.activated.connect(self._flip_chosen)

    def _on_chosen(self, signal: SignalInstance) -> Callable[[], None]:
        def run() -> None:
            row = self._chosen(self.table)
            if row is not None:
                signal.emit(row)

        return run

    def _flip_chosen(self) -> None:
        row = self._chosen(self.table)
        if row is not None:
            flip(self.model, self.model.index(row, NAME))

    def _go_to_chosen(self) -> None:
        row = self._chosen(self.fired)
        if row is not None:
            self._go(row)

    def _go(self, row: int) -> None:
        self.moment_chosen.emit(self.fired_model.rows[row])

    def _chosen(self, table: QTableView) -> int | None:
        rows = table.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def _follow(self) -> None:
        chosen = self._chosen(self.table) is not None
        for button in (self.edit, self.duplicate, self.remove):
            allow(button, chosen, tr("Select a rule first."))

    def _lay_out(self) -> QWidget:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        for button in (self.add, self.edit, self.duplicate, self.remove, self.undo):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self._files())
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        halves = _Halves(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(self.fired)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        halves.setContentsMargins(GRID, 0, GRID, GRID)
        return halves

    def _files(self) -> QPushButton:
        button = QPushButton(tr("Files"))
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        menu.addActions([self.import_rules, self.export_rules])
        button.setMenu(menu)
        return button


def _table(model: ColumnModel[Any], name: str, first: int, widest: int) -> QTableView:
    table = one_row_table(model, name)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    header = table.horizontalHeader()
    header.setSectionResizeMode(first, QHeaderView.ResizeMode.Interactive)
    header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(first, 20 * GRID)
    return table


class _Halves(QSplitter):
    """As high at first as a few rules need."""

    def sizeHint(self) -> QSize:
        return QSize(80 * GRID, 24 * GRID)
