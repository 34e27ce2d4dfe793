"""Asks in which formats results are to be saved, and where."""

from __future__ import annotations

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

from yolocam.pipeline.sinks import result_formats
from yolocam.registry import ResultFormat
from yolocam.ui import file_dialogs
from yolocam.ui.results.saving import FLOOR, SaveRequest
from yolocam.ui.widgets.formatting import tooltip
from yolocam.ui.widgets.theme import GRID

_CANDIDATES = "Keep what other thresholds need"
_ENDING = ".jsonl"
"""Of the name that is asked for; each format puts its own in its place."""


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
        self._types = {one.name: one for one in result_formats().types}
        self.formats = {name: _format_box(one) for name, one in self._types.items()}
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
        for number, (name, box) in enumerate(self.formats.items()):
            about = QLabel(self._types[name].help)
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
        chosen = [name for name, box in self.formats.items() if box.isChecked()]
        self.save.setEnabled(bool(chosen) and bool(self.name.text().strip()))
        self.candidates.setEnabled(any(self._types[name].reopens for name in chosen))
        whole = self.whole.isChecked()
        self.note.setText(
            "Takes as long as playing it; yolocam detect does it as fast as it can."
            if whole
            else "Saves from now on until you stop it, or close what is open."
        )

    def _browse(self) -> None:
        suggested = Path(self.name.text() + _ENDING)
        file_dialogs.browse_result_name(self, suggested, "Results (*.*)", self._named)

    def _named(self, path: str) -> None:
        self.name.setText(str(Path(path).with_suffix("")))

    def _accept(self) -> None:
        formats = tuple(name for name, box in self.formats.items() if box.isChecked())
        path = Path(self.name.text().strip() + _ENDING)
        keep = self.candidates.isEnabled() and self.candidates.isChecked()
        self.wanted.emit(SaveRequest(path, formats, self.whole.isChecked(), keep))
        self.close()


def _format_box(kind: ResultFormat) -> QCheckBox:
    box = QCheckBox(kind.title)
    box.setToolTip(tooltip(kind.help, f"The name ends in {kind.ending}"))
    box.setChecked(kind.suggested)
    if kind.needs is not None and not kind.needs.met:
        box.setChecked(False)
        box.setEnabled(False)
        needs = str(kind.needs)
        box.setToolTip(tooltip(kind.help, f"{needs[0].upper()}{needs[1:]}"))
    return box
