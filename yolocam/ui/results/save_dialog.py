"""Asks in which formats results are to be saved, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from yolocam.ui.inputs.tick_box import TickBox
from yolocam.ui.results.saving import FLOOR, SaveRequest
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import stack
from yolocam.ui.widgets.explained import allow, explain
from yolocam.ui.widgets.formatting import needs_text
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_ENDING = ".jsonl"
"""Of the name that is asked for; each format puts its own in its place."""


class SaveDialog(QDialog):
    """Calls `chosen` with a SaveRequest. The image behind the dialog goes on.

    `whole` says whether the source is a file that can be saved from its beginning to its end, `fast` whether
    that can be done beside the window.
    """

    def __init__(
        self,
        suggested: Path,
        parent: QWidget,
        chosen: Callable[[SaveRequest], None],
        *,
        whole: bool,
        fast: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Save results"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        self.name = QLineEdit(str(suggested.with_suffix("")))
        self.name.setMinimumWidth(48 * GRID)
        self.name.setAccessibleName(tr("Name"))
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
        explain(self.whole, tr("Plays the file once from the start; otherwise saving starts now."))
        self.fast = TickBox(tr("As fast as possible"))
        self.fast.setChecked(fast)
        explain(
            self.fast,
            tr(
                "Goes through the file beside the window, with the settings and the tracking of this moment; "
                "otherwise the film is played once."
            ),
        )
        self.film = TickBox(tr("Film or images with boxes painted in"))
        explain(self.film, tr("Also saves the film, or the images, with boxes and labels as they look now."))
        self.note = PlainLabel()
        self.note.setForegroundRole(self.note.palette().ColorRole.PlaceholderText)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = self.buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for box in (*self.formats.values(), self.whole, self.fast, self.film):
            box.toggled.connect(self._follow)
        self.name.textChanged.connect(self._follow)
        beside = (self.fast, self.film) if fast else ()
        self._lay_out((self.whole, *beside) if whole else ())
        self._follow()

    @property
    def is_fast(self) -> bool:
        """Whether a whole file is to be gone through beside the window."""
        return self.whole.isChecked() and self.fast.isChecked()

    def _lay_out(self, offered: Sequence[TickBox]) -> None:
        browse = QPushButton(tr("Browse…"))
        browse.clicked.connect(self._browse)
        line = QHBoxLayout()
        line.setSpacing(GRID)
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
        for box in offered:
            form.addRow("", box)
        form.addRow("", self.note)
        stack(self, form, self.buttons)

    def _follow(self) -> None:
        chosen = [name for name, box in self.formats.items() if box.isChecked()]
        fast = self.is_fast
        allow(self.fast, self.whole.isChecked(), tr("Only whole files are gone through beside the window."))
        allow(self.film, fast, tr("Choose “As fast as possible” for it."))
        film = fast and self.film.isChecked()
        allow(self.save, bool(chosen or film) and bool(self.name.text().strip()), self._what_lacks())
        reopened = any(self._types[name].reopens for name in chosen)
        allow(self.candidates, reopened, tr("None of the chosen formats can be opened again."))
        whole = self.whole.isChecked()
        if fast:
            note = tr("The window can be used meanwhile; a bar below the image shows how far it is.")
        elif whole:
            note = tr("Takes as long as playing the file.")
        else:
            note = tr("Saves from now on, until you stop it or close the source.")
        self.note.setText(note)

    def _what_lacks(self) -> str:
        return tr("Choose a format.") if self.name.text().strip() else tr("Type a name.")

    def _browse(self) -> None:
        suggested = Path(self.name.text() + _ENDING)
        file_dialogs.browse_result_name(self, suggested, f"{tr('Results')} (*.*)", self._named)

    def _named(self, path: str) -> None:
        self.name.setText(str(Path(path).with_suffix("")))

    def accept(self) -> None:
        formats = tuple(name for name, box in self.formats.items() if box.isChecked())
        path = Path(self.name.text().strip() + _ENDING)
        keep = self.candidates.isEnabled() and self.candidates.isChecked()
        film = self.is_fast and self.film.isChecked()
        wish = SaveRequest(path, formats, self.whole.isChecked(), keep, self.is_fast, film)
        super().accept()
        self._chosen(wish)


def _format_box(kind: ResultFormat) -> TickBox:
    box = TickBox(tr(kind.title))
    explain(box, tr(kind.help), tr("The name ends in {ending}").format(ending=kind.ending))
    box.setChecked(kind.suggested)
    if kind.needs is not None and not kind.needs.met:
        box.setChecked(False)
        allow(box, False, needs_text(kind.needs))
    return box
