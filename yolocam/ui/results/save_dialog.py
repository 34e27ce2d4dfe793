"""Asks in which formats results are to be saved, and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from yolocam.pipeline.sinks import result_formats
from yolocam.registry import ResultFormat
from yolocam.ui import file_dialogs
from yolocam.ui.results.saving import FLOOR, SaveRequest
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import stack
from yolocam.ui.widgets.explained import explain
from yolocam.ui.widgets.formatting import needs_text
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID
from yolocam.ui.widgets.tick_box import TickBox

_ENDING = ".jsonl"
"""Of the name that is asked for; each format puts its own in its place."""


class SaveDialog(QDialog):
    """Calls `chosen` with a SaveRequest. The image behind the dialog goes on.

    `whole` says whether the source is a file that can be saved from its beginning to its end.
    """

    def __init__(
        self, suggested: Path, parent: QWidget, chosen: Callable[[SaveRequest], None], *, whole: bool
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Save results"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        self.name = QLineEdit(str(suggested.with_suffix("")))
        self.name.setMinimumWidth(48 * GRID)
        self._types = {one.name: one for one in result_formats().types}
        self.formats = {name: _format_box(one) for name, one in self._types.items()}
        self.candidates = TickBox(tr("Keep candidates for other thresholds"))
        self.candidates.setChecked(True)
        kept = tr(
            "Stores every candidate above {score} in the JSON Lines file, so that the results can be "
            "opened again with another confidence or overlap."
        )
        explain(self.candidates, kept.format(score=f"{FLOOR:.2f}"))
        self.whole = TickBox(tr("The whole file, from its beginning"))
        self.whole.setChecked(whole)
        self.whole.setVisible(whole)
        explain(self.whole, tr("Plays the file once from the start; otherwise saving starts now."))
        self.note = PlainLabel()
        self.note.setForegroundRole(self.note.palette().ColorRole.PlaceholderText)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = self.buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for box in (*self.formats.values(), self.whole):
            box.toggled.connect(self._follow)
        self.name.textChanged.connect(self._follow)
        self._lay_out()
        self._follow()

    def _lay_out(self) -> None:
        browse = QPushButton(tr("Browse…"))
        browse.clicked.connect(self._browse)
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        line.addWidget(browse)
        form = QFormLayout()
        form.setVerticalSpacing(GRID)
        form.addRow(tr("Name"), line)
        widest = max(box.sizeHint().width() for box in self.formats.values())
        for number, (name, box) in enumerate(self.formats.items()):
            about = PlainLabel(tr(self._types[name].help))
            about.setForegroundRole(about.palette().ColorRole.PlaceholderText)
            row = QHBoxLayout()
            box.setMinimumWidth(widest + GRID)
            row.addWidget(box)
            row.addWidget(about, 1)
            form.addRow(tr("Formats") if number == 0 else "", row)
        form.addRow("", self.candidates)
        form.addRow("", self.whole)
        form.addRow("", self.note)
        stack(self, form, self.buttons)

    def _follow(self) -> None:
        chosen = [name for name, box in self.formats.items() if box.isChecked()]
        self.save.setEnabled(bool(chosen) and bool(self.name.text().strip()))
        self.candidates.setEnabled(any(self._types[name].reopens for name in chosen))
        whole = self.whole.isChecked()
        self.note.setText(
            tr("Takes as long as playing the file; yolocam detect is faster.")
            if whole
            else tr("Saves from now on, until you stop it or close the source.")
        )

    def _browse(self) -> None:
        suggested = Path(self.name.text() + _ENDING)
        file_dialogs.browse_result_name(self, suggested, f"{tr('Results')} (*.*)", self._named)

    def _named(self, path: str) -> None:
        self.name.setText(str(Path(path).with_suffix("")))

    def accept(self) -> None:
        formats = tuple(name for name, box in self.formats.items() if box.isChecked())
        path = Path(self.name.text().strip() + _ENDING)
        keep = self.candidates.isEnabled() and self.candidates.isChecked()
        super().accept()
        self._chosen(SaveRequest(path, formats, self.whole.isChecked(), keep))


def _format_box(kind: ResultFormat) -> TickBox:
    box = TickBox(tr(kind.title))
    explain(box, tr(kind.help), tr("The name ends in {ending}").format(ending=kind.ending))
    box.setChecked(kind.suggested)
    if kind.needs is not None and not kind.needs.met:
        box.setChecked(False)
        box.setEnabled(False)
        explain(box, tr(kind.help), needs_text(kind.needs))
    return box
