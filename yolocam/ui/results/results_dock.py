"""What was found since the source was opened: a table of the classes, and a timeline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from yolocam.errors import PaletteError
from yolocam.frame import Image
from yolocam.palette import load_palette
from yolocam.pipeline.sinks.results.annotated_images import write_image
from yolocam.pipeline.sinks.results.summary import ClassRow, write_summary
from yolocam.pipeline.sinks.results.timeline_picture import DARK, LIGHT, WIDTH, draw_timeline
from yolocam.ui.qt.column_table import column_table
from yolocam.ui.results.results_model import ResultsModel
from yolocam.ui.results.save_as import SaveAs
from yolocam.ui.results.tally import ResultsTally
from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.message_bar import MessageBar
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_Writer = Callable[[Path, ResultsTally], None]


class ResultsDock(QDockWidget):
    """Shows a tally when it is told to `refresh`; while it is hidden it does nothing.

    `folder` is where its table and its image are saved at first.
    """

    def __init__(self, message_bar: MessageBar, folder: Path | None, parent: QWidget) -> None:
        super().__init__(tr("Results"), parent)
        self.setObjectName("results_dock")  # by which a window remembers where it was
        self._save_as = SaveAs(self, message_bar, folder, "table")
        self._tally: ResultsTally | None = None
        self._palette = "clear"
        self._rows: list[ClassRow] = []
        self._changes = -1
        self._model = ResultsModel(self)
        self.table = _make_table(self._model)
        self.picture = _Picture()
        self.summary = PlainLabel(tr("Nothing was found yet"))
        self.summary.setForegroundRole(self.summary.palette().ColorRole.PlaceholderText)
        self.save_table = QPushButton(tr("Save table…"))
        self.save_picture = QPushButton(tr("Save image…"))
        self.save_table.clicked.connect(lambda: self._ask("summary.csv", _table_kinds(), self._write_table))
        self.save_picture.clicked.connect(
            lambda: self._ask("timeline.png", f"{tr('PNG image')} (*.png)", self._write_picture)
        )
        self.setWidget(self._lay_out())

    def refresh(self, tally: ResultsTally | None, palette: str) -> None:
        """Show the figures of this moment."""
        self._tally, self._palette = tally, palette
        if self.isVisible():
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was counted meanwhile."""
        super().showEvent(event)
        self._changes = -1
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the timeline in the new colours after a change from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._changes = -1
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the timeline for the new room at the next refresh."""
        super().resizeEvent(event)
        self._changes = -1

    def _show(self) -> None:
        tally = self._tally
        changes = tally.changes if tally is not None else 0
        if changes == self._changes:
            return
        self._changes = changes
        frames = tally.frames if tally is not None else 0
        self._rows = tally.rows() if tally is not None else []
        self._model.show_rows(self._rows, frames)
        text = tr("%n frames processed", "1 frame processed", frames) if frames else tr("No frame yet")
        self.summary.setText(text)
        for button in (self.save_table, self.save_picture):
            allow(button, bool(self._rows), tr("Nothing was found yet"))
        if tally is None:
            self.picture.clear()
        else:
            dark = self.palette().window().color().lightness() < 128
            self.picture.show_image(self._draw(tally, dark=dark, width=self.picture.width(), titled=False))

    def _draw(self, tally: ResultsTally, *, dark: bool, width: int = WIDTH, titled: bool = True) -> Image:
        try:
            palette = load_palette(self._palette)
        except PaletteError:  # whoever draws the boxes reports it
            palette = load_palette("clear")
        return draw_timeline(tally.presence(), palette, DARK if dark else LIGHT, width, titled=titled)

    def _ask(self, name: str, kinds: str, write: _Writer) -> None:
        tally = self._tally
        if tally is not None:
            self._save_as.ask(name, kinds, lambda path: write(path, tally))

    def _write_table(self, path: Path, tally: ResultsTally) -> None:
        write_summary(path, tally.rows(), tally.frames)

    def _write_picture(self, path: Path, tally: ResultsTally) -> None:
        write_image(path, self._draw(tally, dark=False))

    def _lay_out(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.addWidget(self.summary, 1)
        buttons.addWidget(self.save_table)
        buttons.addWidget(self.save_picture)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.picture)
        scroll.setMinimumWidth(40 * GRID)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.table)
        halves.addWidget(scroll)
        halves.setSizes([64 * GRID, 64 * GRID])
        halves.setChildrenCollapsible(False)
        inside = _Ground()
        column = QVBoxLayout(inside)
        column.setContentsMargins(GRID, 0, GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(buttons)
        column.addWidget(halves, 1)
        return inside


def _table_kinds() -> str:
    return ";;".join((f"{tr('Table')} (*.csv)", "JSON (*.json)", f"{tr('Text')} (*.txt)"))


def _make_table(model: ResultsModel) -> QTableView:
    table = column_table(model, tr("What was found"))
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setStretchLastSection(True)
    return table


class _Picture(PlainLabel):
    """An image in its own size, drawn for the width there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName(tr("Timeline of what was found"))

    def show_image(self, image: Image) -> None:
        """Show a BGR image."""
        pixels = np.ascontiguousarray(image)
        height, width = pixels.shape[:2]
        shown = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_BGR888)
        self.setPixmap(QPixmap.fromImage(shown))


class _Ground(QWidget):
    """As high at first as the table and the timeline of a few classes need."""

    def sizeHint(self) -> QSize:
        return QSize(80 * GRID, 26 * GRID)
