"""Asks how many of the last seconds are kept, and in how much memory."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from yolocam.ui.inputs.spin_box import SpinBox
from yolocam.ui.inputs.tick_box import TickBox
from yolocam.ui.inputs.typed_box import numbers_refused
from yolocam.ui.recording.replay import MEGABYTES, SECONDS, ReplayChoices
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import form, stack
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID


class ReplayDialog(QDialog):
    """Calls `chosen` with the choices. The image behind the dialog goes on."""

    def __init__(
        self, parent: QWidget, choices: ReplayChoices, chosen: Callable[[ReplayChoices], None]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Replay settings"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        self.on = TickBox(tr("Keep the last seconds of what is shown"))
        self.on.setChecked(choices.on)
        self.seconds = _number(SECONDS, choices.seconds, tr(" s"))
        self.megabytes = _number(MEGABYTES, choices.megabytes, tr(" MB"))
        self.megabytes.setToolTip(tr("Where so many seconds need more than this, fewer are kept"))
        hint = PlainLabel(tr("They are compressed all the time, which takes some of the processor."))
        hint.setWordWrap(True)
        hint.setMinimumWidth(44 * GRID)
        hint.setForegroundRole(hint.palette().ColorRole.PlaceholderText)
        rows = form((tr("Length"), self.seconds), (tr("Memory, at most"), self.megabytes))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        stack(self, self.on, rows, hint, buttons)

    def accept(self) -> None:
        if numbers_refused(self):
            return
        super().accept()
        self._chosen(ReplayChoices(self.on.isChecked(), self.seconds.value(), self.megabytes.value()))


def _number(bounds: tuple[int, int], value: int, unit: str) -> SpinBox:
    box = SpinBox()
    box.setRange(*bounds)
    box.setSuffix(unit)
    box.setValue(value)
    return box
