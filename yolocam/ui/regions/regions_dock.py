"""The dock of tracking, regions, counts, events and objects."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yolocam.pipeline.regions.region_file import Region, Role
from yolocam.ui.inputs.dock_tool import dock_tool
from yolocam.ui.qt.column_table import one_row_table
from yolocam.ui.regions.counts_model import NAME, CountRow, CountsModel
from yolocam.ui.regions.region_lists import RegionLists
from yolocam.ui.regions.role_texts import role_texts
from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import allow, explain
from yolocam.ui.widgets.formatting import choice_text, tooltip
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID


class RegionsDock(QDockWidget):
    """Shows the choice of a tracker, the tools, the counts of each region, and what can be done with them.

    `tool_chosen(tool)` gets "" where drawing ends; `region_chosen(name)` tells which row was taken.
    """

    tracking_chosen = Signal(str)
    tool_chosen = Signal(str)
    region_chosen = Signal(str)
    role_chosen = Signal(str)

    def __init__(self, trackers: Sequence[str], parent: QWidget) -> None:
        super().__init__(tr("Tracking and regions"), parent)
        self.setObjectName("regions_dock")  # by which a window remembers where it was
        self.tracking = QComboBox()
        self.tracking.setAccessibleName(tr("Tracking"))
        self.tracking.setToolTip(tr("Give each object a number that it keeps from frame to frame"))
        self.tracking.addItem(tr("Off"), "")
        for method in trackers:
            self.tracking.addItem(choice_text(method), method)
        self.tracking.activated.connect(lambda _: self.tracking_chosen.emit(self.tracking.currentData()))
        self.tools = _tools()
        for name, button in self.tools.items():
            button.clicked.connect(self._chooser(name))
        self.undo = dock_tool(tr("Undo"), tr("Take the last change back (Ctrl+Z)"), "reset")
        self.remove = dock_tool(tr("Delete"), tr("Delete the selected region (Del)"), "trash")
        self.turn = dock_tool(
            tr("Turn round"), tr("Exchange the two directions of the selected line"), "retry"
        )
        self.role = QComboBox()
        self.role.setAccessibleName(tr("What the area is for"))
        self._roles = role_texts()
        for place, (role, text) in enumerate(self._roles.items()):
            self.role.addItem(text.choice, role)
            self.role.setItemData(place, tooltip(text.meaning), Qt.ItemDataRole.ToolTipRole)
        self.role.activated.connect(lambda _: self.role_chosen.emit(self.role.currentData()))
        self.model = CountsModel(self)
        self.table = one_row_table(self.model, tr("Counts"))
        self.table.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().selectionChanged.connect(self._row_chosen)
        self.lists = RegionLists()
        self.hint = PlainLabel()
        self.hint.setWordWrap(True)
        self.hint.setForegroundRole(self.hint.palette().ColorRole.PlaceholderText)
        self.save_counts = QPushButton(tr("Save counts…"))
        self.save_events = QPushButton(tr("Save events…"))
        self.reset = QPushButton(tr("Reset counts"))
        self.load_regions = QAction(tr("Load regions…"), self)
        self.save_regions = QAction(tr("Save regions…"), self)
        for keys, button in ((QKeySequence.StandardKey.Undo, self.undo), (Qt.Key.Key_Delete, self.remove)):
            shortcut = QShortcut(keys, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
        self.setWidget(self._lay_out())

    def show_tool(self, tool: str | None) -> None:
        """Show which tool is in use."""
        for name, button in self.tools.items():
            button.setChecked(name == tool)

    def show_tracking(self, method: str) -> None:
        """Show which tracker runs."""
        self.tracking.setCurrentIndex(max(self.tracking.findData(method), 0))

    def show_rows(self, rows: list[CountRow]) -> None:
        """Show what was counted, unless a name is being typed."""
        if self.table.state() != QAbstractItemView.State.EditingState:
            chosen = self._chosen()
            self.model.show_rows(rows)
            if chosen != self._chosen():
                self._mark(chosen)

    def show_selected(self, region: Region | None) -> None:
        """Mark the row of a region, and show what can be done with it."""
        role: Role = region.role if region is not None else "count"
        self.role.setCurrentIndex(self.role.findData(role))
        explain(self.role, tr("What the selected area is for"), self._roles[role].meaning)
        kind = region.kind if region is not None else None
        for part, allowed, reason in (
            (self.remove, kind is not None, tr("Select a region first.")),
            (self.turn, kind == "line", tr("Select a line first.")),
            (self.role, kind == "polygon", tr("Select an area first.")),
        ):
            allow(part, allowed, reason)
        name = region.name if region is not None else None
        if name != self._chosen():
            self._mark(name)

    def set_open(self, source: bool, regions: bool, events: int) -> None:
        """Enable what can be done now."""
        allow(self.load_regions, source, tr("Open a video or a camera first."))
        for tool in self.tools.values():
            allow(tool, source, tr("Open a video or a camera first."))
        allow(self.save_regions, regions, tr("There is no line or area yet."))
        allow(self.save_counts, regions, tr("There is no line or area yet."))
        for part in (self.save_events, self.reset):
            allow(part, events > 0, tr("Nothing has happened at the lines and areas yet."))
        self.hint.setText(
            "" if regions else tr("Choose a tool and draw on the image: who crosses a line is counted.")
        )

    def set_unavailable(self, reason: str) -> None:
        """Say why nothing can be tracked here."""
        allow(self.tracking, False, reason)

    def _chooser(self, name: str) -> object:
        return lambda checked: self.tool_chosen.emit(name if checked else "")

    def _chosen(self) -> str | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.rows[rows[0].row()].region if rows else None

    def _mark(self, name: str | None) -> None:
        self.table.selectionModel().blockSignals(True)
        self.table.clearSelection()
        row = next((n for n, one in enumerate(self.model.rows) if one.region == name), None)
        if row is not None:
            self.table.selectRow(row)
        self.table.selectionModel().blockSignals(False)
        self.table.viewport().update()

    def _row_chosen(self) -> None:
        self.region_chosen.emit(self._chosen() or "")

    def _lay_out(self) -> QWidget:
        line = QHBoxLayout()
        label = PlainLabel(tr("Tracking"))
        label.setBuddy(self.tracking)
        line.addWidget(label)
        line.addWidget(self.tracking)
        line.addSpacing(2 * GRID)
        for widget in (*self.tools.values(), self.undo, self.remove, self.turn, self.role):
            line.addWidget(widget)
        line.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self.hint, 1)
        for button in (self._more(), self.reset, self.save_events, self.save_counts):
            below.addWidget(button)
        inside = _Ground()
        column = QVBoxLayout(inside)
        column.setContentsMargins(GRID, 0, GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(line)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.table)
        halves.addWidget(self.lists)
        halves.setSizes([72 * GRID, 64 * GRID])
        halves.setChildrenCollapsible(False)
        column.addWidget(halves, 1)
        column.addLayout(below)
        return inside

    def _more(self) -> QPushButton:
        button = QPushButton(tr("Regions"))
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        menu.addActions([self.load_regions, self.save_regions])
        button.setMenu(menu)
        return button


def _tools() -> dict[str, QToolButton]:
    tools = {
        "line": dock_tool(
            tr("Line"), tr("Drag a line over the image; its arrow shows which way is in"), "line"
        ),
        "rectangle": dock_tool(tr("Rectangle"), tr("Drag an area over the image"), "rectangle"),
        "polygon": dock_tool(
            tr("Polygon"), tr("Click the corners of an area; a double click closes it"), "polygon"
        ),
    }
    for button in tools.values():
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return tools


class _Ground(QWidget):
    """As high at first as the counts of a few regions need."""

    def sizeHint(self) -> QSize:
        return QSize(80 * GRID, 24 * GRID)
