"""Asks in which formats results are to be saved, and where."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from yolocam.pipeline.sinks.results.result_set import ENDINGS
from yolocam.ui import file_dialogs
from yolocam.ui.results.saving import FLOOR, SaveRequest
from yolocam.ui.widgets.formatting import tooltip
from yolocam.ui.widgets.theme import GRID

_FORMATS = {
    "save_json": ("JSON Lines", "One object for each frame; the only format that can be opened here again."),
    "save_csv": ("CSV", "One row for each thing that was found: for Excel, Tableau, pandas."),
    "save_parquet": ("Parquet", "The same rows, smaller and with their types."),
    "save_coco": ("COCO results", "For tools that measure accuracy."),
    "save_mot": ("MOT", "For programs that track things, as the MOT challenge has it."),
    "summary": ("Summary", "How often, from when to when and how surely each class was found."),
    "timeline": ("Timeline", "A picture of when each class was there."),
}
_AT_FIRST = ("save_json", "save_csv")
_CANDIDATES = "Keep what other thresholds need"


class SaveDialog(QDialog):
    """Emits `wanted` with a SaveRequest; the picture behind it runs on.

    `whole` says whether the source is a file that can be saved from its beginning to its end.
    """

    wanted = Signal(object)

    def __init__(self, suggested: Path, parent: QWidget, *, whole: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save results")
        self.setModal(False)
        self.name = QLineEdit(str(suggested.with_suffix("")))
        self.name.setMinimumWidth(48 * GRID)
        self.formats = {key: _format_box(key) for key in _FORMATS}
        self.candidates = QCheckBox(_CANDIDATES)
        self.candidates.setChecked(True)
        self.candidates.setToolTip(
            tooltip(
                f"Stores in the JSON Lines every box above {FLOOR:.2f}, so that these results can be opened "
                "again and looked at with another confidence or overlap.",
            )
        )
        self.whole = QCheckBox("The whole file, from its beginning")
        self.whole.setChecked(whole)
        self.whole.setVisible(whole)
        self.whole.setToolTip(tooltip("Plays the file once from the start; otherwise saving begins here."))
        self.note = QLabel()
        self.note.setForegroundRole(self.note.palette().ColorRole.PlaceholderText)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = self.buttons.addButton("Save", QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setDefault(True)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.close)
        for box in (*self.formats.values(), self.whole):
            box.toggled.connect(self._follow)
        self.name.textChanged.connect(self._follow)
        self._lay_out()
        self._follow()

    def _lay_out(self) -> None:
        browse = QPushButton("Choose…")
        browse.clicked.connect(self._browse)
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        line.addWidget(browse)
        form = QFormLayout()
        form.setVerticalSpacing(GRID)
        form.addRow("Name", line)
        for number, (key, box) in enumerate(self.formats.items()):
            about = QLabel(_FORMATS[key][1])
            about.setForegroundRole(about.palette().ColorRole.PlaceholderText)
            row = QHBoxLayout()
            box.setMinimumWidth(14 * GRID)
            row.addWidget(box)
            row.addWidget(about, 1)
            form.addRow("Formats" if number == 0 else "", row)
        form.addRow("", self.candidates)
        form.addRow("", self.whole)
        form.addRow("", self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(form)
        column.addWidget(self.buttons)

    def _follow(self) -> None:
        chosen = [key for key, box in self.formats.items() if box.isChecked()]
        self.save.setEnabled(bool(chosen) and bool(self.name.text().strip()))
        self.candidates.setEnabled("save_json" in chosen)
        whole = self.whole.isChecked()
        self.note.setText(
            "Takes as long as playing it; yolocam detect does it as fast as it can."
            if whole
            else "Saves from now on until you stop it, or close what is open."
        )

    def _browse(self) -> None:
        suggested = Path(self.name.text() + ENDINGS["save_json"])
        file_dialogs.browse_result_name(self, suggested, "Results (*.*)", self._named)

    def _named(self, path: str) -> None:
        self.name.setText(str(Path(path).with_suffix("")))

    def _accept(self) -> None:
        formats = tuple(key for key, box in self.formats.items() if box.isChecked())
        path = Path(self.name.text().strip() + ENDINGS["save_json"])
        keep = self.candidates.isEnabled() and self.candidates.isChecked()
        self.wanted.emit(SaveRequest(path, formats, self.whole.isChecked(), keep))
        self.close()


def _format_box(key: str) -> QCheckBox:
    text, about = _FORMATS[key]
    box = QCheckBox(text)
    box.setToolTip(tooltip(about, f"The name ends in {ENDINGS[key]}"))
    box.setChecked(key in _AT_FIRST)
    if key == "save_parquet" and importlib.util.find_spec("pyarrow") is None:
        box.setEnabled(False)
        box.setToolTip(tooltip(about, "Needs pyarrow: pip install 'yolocam[parquet]'."))
    return box
