"""The lists beside the counts: each event and each object, to go to where it is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTableView, QTabWidget, QVBoxLayout, QWidget

from yolocam.ui.qt.column_model import AnyIndex
from yolocam.ui.qt.column_table import one_row_table
from yolocam.ui.regions.moments_model import MomentsModel
from yolocam.ui.regions.objects_model import WHEN, LaneDelegate, ObjectsModel
from yolocam.ui.regions.region_moments import RegionMoment
from yolocam.ui.regions.track_times import SeenObject
from yolocam.ui.translation import tr
from yolocam.ui.widgets.plain_label import PlainLabel


class RegionLists(QTabWidget):
    """Emits `sought(ns, track)` where a row is clicked or entered. `picked` is the object chosen last."""

    sought = Signal(object, object)  # int nanoseconds: they do not fit into Qt's 32-bit int

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setAccessibleName(tr("Lists"))
        self.picked: SeenObject | None = None
        self.moments = MomentsModel(self)
        self.objects = ObjectsModel(self)
        self.events_table = one_row_table(self.moments, tr("Events"))
        self.objects_table = one_row_table(self.objects, tr("Objects"))
        self.objects_table.setItemDelegateForColumn(WHEN, LaneDelegate(self))
        self._hints = [PlainLabel(), PlainLabel()]
        for number, (table, title) in enumerate(
            ((self.events_table, tr("Events")), (self.objects_table, tr("Objects")))
        ):
            table.horizontalHeader().setStretchLastSection(True)
            self.addTab(_page(table, self._hints[number]), title)
        for signal in (self.events_table.clicked, self.events_table.activated):
            signal.connect(self._go_to_event)
        for signal in (self.objects_table.clicked, self.objects_table.activated):
            signal.connect(self._go_to_object)

    @property
    def shows_objects(self) -> bool:
        """Whether the objects are in front."""
        return self.currentIndex() == 1

    def show_moments(self, moments: tuple[RegionMoment, ...], hint: str) -> None:
        """Show the events, or say why there are none."""
        self._tell(0, hint if not moments else "")
        if moments is self.moments.rows:
            return
        table, before = self.events_table, self.moments.rows
        chosen = [before[index.row()] for index in table.selectionModel().selectedRows()]
        self.moments.set_rows(moments, same=False)
        if chosen and chosen[0] in moments:
            table.selectRow(moments.index(chosen[0]))

    def show_objects(
        self, objects: list[SeenObject], colours: Mapping[int, QColor], length_ns: int, hint: str
    ) -> None:
        """Show the objects of a film of this length, or say why there are none."""
        self._tell(1, hint if not objects else "")
        self.objects.colours, self.objects.length_ns = dict(colours), max(length_ns, 1)
        same = [one.track_id for one in objects] == [one.track_id for one in self.objects.rows]
        self.objects.set_rows(objects, same=same)
        picked = self.picked
        row = next((n for n, one in enumerate(objects) if picked and one.track_id == picked.track_id), None)
        self.picked = None if row is None else objects[row]
        if row is not None and not same:
            self.objects_table.selectRow(row)

    def _tell(self, number: int, hint: str) -> None:
        self._hints[number].setText(hint)
        self._hints[number].setVisible(bool(hint))

    def _go_to_event(self, index: AnyIndex) -> None:
        moment = self.moments.rows[index.row()]
        if moment.time is None:
            self.sought.emit(moment.at_ns, moment.track_id)

    def _go_to_object(self, index: AnyIndex) -> None:
        self.picked = self.objects.rows[index.row()]
        self.sought.emit(self.picked.first_ns, self.picked.track_id)


def _page(table: QTableView, hint: PlainLabel) -> QWidget:
    hint.setForegroundRole(hint.palette().ColorRole.PlaceholderText)
    hint.setWordWrap(True)
    hint.setMargin(8)
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(hint)
    column.addWidget(table, 1)
    return page
