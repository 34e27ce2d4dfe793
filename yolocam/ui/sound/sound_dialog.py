"""The sound of recordings and streams: where it comes from, how loud it is, and how late."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QWidget,
)

from yolocam.media.sound.audio_choice import AudioChoice
from yolocam.media.sound.sound_mix import DELAY_MS, GAIN_DB, SoundMix
from yolocam.ui.inputs.spin_box import DoubleSpinBox, SpinBox
from yolocam.ui.inputs.tick_box import TickBox
from yolocam.ui.recording.encoding_parts import combo
from yolocam.ui.sound.level_meter import LevelMeter
from yolocam.ui.sound.level_watch import LevelWatch
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import form, stack
from yolocam.ui.widgets.formatting import capitalised
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_LOOK_MS = 50
_OWN, _NONE = "auto", "none"


class SoundDialog(QDialog):
    """Calls `chosen` with each new choice at once; the image behind the dialog goes on.

    `watch` listens until the dialog is closed.
    """

    def __init__(
        self, parent: QWidget, choice: AudioChoice, watch: LevelWatch, chosen: Callable[[AudioChoice], None]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Sound of recordings and streams"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        self._watch = watch
        self._listed = False
        self._make_parts(choice)
        self._lay_out()
        for signal in (
            self.input.currentIndexChanged, self.gain.valueChanged, self.delay.valueChanged,
            self.mute.toggled,
        ):  # fmt: skip
            signal.connect(self._tell)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.destroyed.connect(watch.stop)  # closed, or gone with its window
        watch.start()

    @property
    def choice(self) -> AudioChoice:
        """What is chosen now."""
        name = self.input.currentData()
        mix = SoundMix(self.gain.value(), float(self.delay.value()), self.mute.isChecked())
        return AudioChoice(name != _NONE, None if name in (_OWN, _NONE) else name, mix)

    def look(self) -> None:
        """Show what the watch has found."""
        self.meter.show_levels(self._watch.levels)
        if self._watch.inputs is not None and not self._listed:
            self._listed = True
            self._offer(self._watch.inputs)
        problem = capitalised(self._watch.problem)
        if problem != self.problem.text():
            self.problem.setText(problem)
            self.problem.setVisible(bool(problem))

    def _make_parts(self, choice: AudioChoice) -> None:
        self.input = combo(
            (tr("That of the source"), _OWN), (tr("None"), _NONE),
            (tr("The usual microphone"), "default"),
        )  # fmt: skip
        self.input.setToolTip(tr("Cameras and screens have no sound of their own: choose an input for them"))
        self._choose(choice.listening or (_OWN if choice.own else _NONE))
        self.meter = LevelMeter()
        self.mute = TickBox(tr("Mute"))
        self.mute.setChecked(choice.mix.muted)
        self.gain = DoubleSpinBox()
        self.gain.setRange(*GAIN_DB)
        self.gain.setDecimals(1)
        self.gain.setSuffix(tr(" dB"))
        self.gain.setValue(choice.mix.gain_db)
        self.gain.setToolTip(tr("Above 0 the sound is louder, below softer"))
        self.delay = SpinBox()
        self.delay.setRange(*DELAY_MS)
        self.delay.setSingleStep(10)
        self.delay.setSuffix(tr(" ms"))
        self.delay.setValue(round(choice.mix.delay_ms))
        self.delay.setToolTip(tr("Above 0 the sound comes later, for cameras whose images come late"))
        self.problem = PlainLabel()
        self.problem.setWordWrap(True)
        self.problem.setVisible(False)

    def _lay_out(self) -> None:
        rows = form(
            (tr("Source"), self.input),
            (tr("Level"), self.meter),
            ("", self.mute),
            (tr("Gain"), self.gain),
            (tr("Delay"), self.delay),
        )
        self.input.setMinimumWidth(40 * GRID)
        note = PlainLabel(tr("It holds at once, also while something is recorded or streamed."))
        note.setWordWrap(True)
        note.setForegroundRole(note.palette().ColorRole.PlaceholderText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        stack(self, rows, self.problem, note, buttons)

    def _tell(self) -> None:
        self._chosen(self.choice)

    def _offer(self, names: tuple[str, ...]) -> None:
        self.input.blockSignals(True)
        for name in names:
            if self.input.findData(name) < 0:
                self.input.addItem(name, name)
        self.input.blockSignals(False)

    def _choose(self, data: str) -> None:
        if self.input.findData(data) < 0:
            self.input.addItem(data, data)
        self.input.setCurrentIndex(self.input.findData(data))
