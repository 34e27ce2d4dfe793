"""The events at lines and areas, as Qt's views read them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.ui.regions.region_moments import RegionMoment
from yolocam.ui.translation import tr
from yolocam.ui.widgets.timecode import clock_or_timecode


class MomentsModel(ColumnModel[RegionMoment]):
    """One row for each event."""

    def __init__(self, parent: QObject | None = None) -> None:
        headings = (tr("Time"), tr("Region"), tr("What"), tr("Object"))
        super().__init__([Column(heading) for heading in headings], parent=parent)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, and where it stands."""
        if role == Qt.ItemDataRole.DisplayRole:
            return _texts(self.rows[index.row()])[index.column()]
        return self.columns[index.column()].side if role == Qt.ItemDataRole.TextAlignmentRole else None


def moment_text(moment: RegionMoment) -> str:
    """Return an event in a line."""
    return " · ".join(_texts(moment))


def _texts(moment: RegionMoment) -> tuple[str, ...]:
    words = {"in": tr("In"), "out": tr("Out"), "entered": tr("Entered"), "left": tr("Left")}
    number = "" if moment.track_id is None else f" #{moment.track_id}"
    time = clock_or_timecode(moment.time, moment.at_ns)
    return time, moment.region, words.get(moment.kind, moment.kind), f"{moment.class_name}{number}"
