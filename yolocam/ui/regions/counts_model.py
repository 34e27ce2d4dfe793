"""The rows of the table of counts, as Qt's views read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from yolocam.pipeline.regions.region_file import Region
from yolocam.pipeline.sinks.results.region_counts import STAYED
from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.ui.regions.region_tally import RegionFigures
from yolocam.ui.regions.role_texts import role_texts
from yolocam.ui.translation import tr

NAME = 0


@dataclass(frozen=True, slots=True)
class CountRow:
    """A region (with an empty `class_name`), or one class in it. A number that has no meaning is None.

    One that counts nothing has another `role` than "count".
    """

    region: str
    class_name: str
    entered: int | None = None
    left: int | None = None
    inside: int | None = None
    stay_s: float | None = None
    state: str = ""
    """What a region that does not count is for."""


class CountsModel(ColumnModel[CountRow]):
    """A row for each region, and one below it for each class; `renamed(old, new)` tells of a new name."""

    renamed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Region"), tr("Double-click to give it another name")),
            Column(tr("Class")),
            Column(tr("In"), tr("Of a line: the way its arrow points. Of an area: entered."), numbers=True),
            Column(tr("Out"), tr("Of a line: the other way. Of an area: left."), numbers=True),
            Column(tr("Inside now"), numbers=True),
            Column(tr("Mean stay"), tr("How long those that left the area had been in it"), numbers=True),
        )
        super().__init__(columns, parent=parent)

    def show_rows(self, rows: list[CountRow]) -> None:
        """Take other rows; a selection stays where it is while the regions and classes are the same."""
        if rows != self.rows:
            same = [(r.region, r.class_name) for r in rows] == [(r.region, r.class_name) for r in self.rows]
            self.set_rows(rows, same=same)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, and where it stands."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return row.region
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[index.column()].side
        return _texts(row)[index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Names can be edited."""
        flags = super().flags(index)
        named = index.column() == NAME and not self.rows[index.row()].class_name
        return flags | Qt.ItemFlag.ItemIsEditable if named else flags

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell of a new name; the rows follow once the region has it."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.renamed.emit(self.rows[index.row()].region, str(value))
        return True


def rows_of(regions: tuple[Region, ...], figures: RegionFigures) -> list[CountRow]:
    """Return the rows of regions and of what was counted in them."""
    rows, roles = [], role_texts()
    for region in regions:
        if region.role == "count":
            rows += _rows(region, figures)
        else:
            rows.append(CountRow(region.name, "", state=roles[region.role].state))
    return rows


def _rows(region: Region, figures: RegionFigures) -> list[CountRow]:
    name = region.name
    there, back = ("in", "out") if region.kind == "line" else ("entered", "left")
    classes = sorted({named for place, named, _ in figures.counts if place == name})
    counts = figures.counts
    below = [
        CountRow(
            name,
            named,
            counts[name, named, there],
            counts[name, named, back],
            stay_s=_mean_stay(counts[name, named, STAYED], counts[name, named, back]),
        )
        for named in classes
    ]
    inside = figures.inside.get(name, 0) if region.kind == "polygon" else None
    left = sum(r.left or 0 for r in below)
    stay_s = _mean_stay(sum(counts[name, named, STAYED] for named in classes), left)
    total = CountRow(name, "", sum(r.entered or 0 for r in below), left, inside, stay_s)
    return [total, *below]


def _mean_stay(together_ms: int, left: int) -> float | None:
    return together_ms / 1e3 / left if left and together_ms else None


def _texts(row: CountRow) -> tuple[str, ...]:
    counts = ("" if n is None else str(n) for n in (row.entered, row.left, row.inside))
    numbers = (*counts, "" if row.stay_s is None else tr("{seconds} s").format(seconds=f"{row.stay_s:.1f}"))
    if row.class_name:
        return "", row.class_name, *numbers
    return row.region, tr("All") if row.entered is not None else row.state, *numbers
