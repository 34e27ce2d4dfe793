"""The table model of the model manager: a row for each model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt

from yolocam.ui.models.model_text import ModelStatus, size_cell, speed_cell
from yolocam.ui.qt.column_model import AnyIndex, Column, ColumnModel
from yolocam.ui.translation import tr
from yolocam.zoo.entry import ModelEntry

STATUS_ROLE = int(Qt.ItemDataRole.UserRole) + 1
NAME_ROLE = STATUS_ROLE + 1

NAME, INPUT, ACCURACY, GFLOPS, SPEED, SIZE, STATE = range(7)
"""The numbers of the columns."""


class ModelTable(ColumnModel[ModelEntry]):
    """Shows entries of the library.

    `status_of` returns the present status of one, `fps_of` the frames per second to expect of it here.
    """

    def __init__(
        self,
        status_of: Callable[[ModelEntry], ModelStatus],
        fps_of: Callable[[ModelEntry], float | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(_columns(), parent=parent)
        self._status = status_of
        self._fps = fps_of

    def set_entries(self, entries: tuple[ModelEntry, ...]) -> None:
        """Show these models."""
        self.set_rows(entries, same=[entry.name for entry in entries] == self._names())

    def row_of(self, name: str) -> int | None:
        """Return the row of a model; None if it is not shown."""
        names = self._names()
        return names.index(name) if name in names else None

    def repaint(self, name: str | None = None) -> None:
        """Show the present status of a model, or of all models."""
        if name is None:
            self.repaint_rows(0, len(self.rows) - 1)
        elif (row := self.row_of(name)) is not None:
            self.repaint_rows(row, row)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        entry = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, index.column())
        if role == NAME_ROLE:
            return entry.name
        if role == STATUS_ROLE:
            return self._status(entry)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[index.column()].side
        if role == Qt.ItemDataRole.AccessibleTextRole:
            heading = self.columns[index.column()].heading
            return f"{heading}: {self._text(entry, index.column()) or tr('unknown')}"
        return None

    def _names(self) -> list[str]:
        return [entry.name for entry in self.rows]

    def _text(self, entry: ModelEntry, column: int) -> str:
        figures = entry.figures
        if column == NAME:
            return entry.name
        if column == SIZE:
            return size_cell(entry)
        if column == SPEED:
            return speed_cell(self._fps(entry))
        if column == STATE:
            return self._status(entry).text
        if figures is None:
            return ""
        return {INPUT: f"{figures.size}", ACCURACY: f"{figures.ap50:.1f}", GFLOPS: f"{figures.gflops:g}"}[
            column
        ]


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Model"), tr("Name of the model")),
        Column(
            tr("Resolution"),
            tr("Side of the network's input in pixels for which it was made"),
            numbers=True,
        ),
        Column(tr("Accuracy"), tr("AP50 on the COCO test images in percent: higher is better"), numbers=True),
        Column(tr("GFLOPs"), tr("Billions of operations for one image: lower is faster"), numbers=True),
        Column(
            tr("Speed here"),
            tr("Measured when the model ran on this computer, otherwise estimated from its GFLOPs"),
            numbers=True,
        ),
        Column(tr("Size"), tr("Size of the weights file"), numbers=True),
        Column(tr("State"), tr("Whether the model is ready to use")),
    )
