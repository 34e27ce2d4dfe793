"""Asks how recordings are made: how they are compressed, with which sound, and where they go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QWidget,
)

from yolocam.errors import YolocamError
from yolocam.media.encoding.encoder_settings import LIVE, QUALITY_RANGES, EncoderSettings
from yolocam.media.encoding.encoders import Encoder
from yolocam.media.encoding.muxers import SUFFIXES
from yolocam.media.encoding.recording_presets import PRESETS
from yolocam.pipeline.sinks.video.recording_part import What
from yolocam.ui import file_dialogs
from yolocam.ui.inputs.spin_box import SpinBox
from yolocam.ui.inputs.typed_box import numbers_refused
from yolocam.ui.recording.encoder_probe import EncoderProbe
from yolocam.ui.recording.encoding_parts import (
    base_label,
    bitrate_box,
    chosen_encoder,
    combo,
    encoder_combo,
    offer_encoders,
    preset_combo,
    rate_combo,
    select,
    select_size,
    show_preset,
    size_combo,
    sound_button,
)
from yolocam.ui.recording.machine_test import MachineTest
from yolocam.ui.recording.recording_choices import (
    RecordingChoices,
    checked_pattern,
    what_choices,
)
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import form, stack
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.formatting import capitalised
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_KBIT = (100, 200_000)


class RecordingDialog(QDialog):
    """Calls `chosen` with the choices and what to record. The image behind the dialog goes on.

    `source_wh` is the size of the source in pixels, None where there is none. `show_sound` shows the dialog
    of the sound, which streams have as well.
    """

    def __init__(
        self,
        parent: QWidget,
        choices: RecordingChoices,
        what: What,
        source_wh: tuple[int, int] | None,
        chosen: Callable[[RecordingChoices, What], None],
        show_sound: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Recording settings"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        self.sound = sound_button(show_sound)
        self.probe = EncoderProbe(self)
        self.probe.learnt.connect(self._offer)
        self._make_parts(source_wh)
        self._lay_out()
        self._show(choices, what)
        self.preset.currentIndexChanged.connect(self._take_preset)
        self.codec.currentIndexChanged.connect(self._follow)
        self.control.currentIndexChanged.connect(self._follow)
        self.quality.valueChanged.connect(self._note_own)
        self.probe.learn()

    def _make_parts(self, source_wh: tuple[int, int] | None) -> None:
        self.preset = preset_combo()
        self.measure = MachineTest(self.probe, LIVE, source_wh, self._show_encoder, self._tell)
        self.codec = combo((tr("Automatic"), "auto"), ("H.264", "h264"))
        self.control = combo((tr("Constant quality"), "quality"), (tr("Bitrate"), "bitrate"))
        self.quality = SpinBox()
        self.quality.setToolTip(tr("A lower number looks better and makes a larger file"))
        self.bitrate = bitrate_box(*_KBIT, 4000)
        self.encoder = encoder_combo()
        self.base = base_label(source_wh)
        self.image_size = size_combo()
        self.rate = rate_combo()
        self._encoders: list[Encoder] = []
        self.container = combo(*((suffix[1:].upper(), suffix) for suffix in SUFFIXES))
        self.what = combo(*((text, what) for what, text in what_choices().items()))
        self.folder = QLineEdit()
        self.folder.setPlaceholderText(tr("The Videos folder"))
        self.folder.setMinimumWidth(40 * GRID)
        self.pattern = QLineEdit()
        self.pattern.setToolTip(tr("{date} and {time} are replaced"))
        self.problem = PlainLabel()
        self.problem.setWordWrap(True)
        self.problem.setVisible(False)

    def _lay_out(self) -> None:
        browse = QPushButton(tr("Browse…"))
        browse.clicked.connect(self._browse)
        rows = form(
            (tr("Preset"), self.preset, self.measure),
            (tr("Codec"), self.codec),
            (tr("Size of the file by"), self.control),
            (tr("Quality"), self.quality),
            (tr("Bitrate"), self.bitrate),
            (tr("Encoder"), self.encoder),
            (tr("Base resolution"), self.base),
            (tr("Output resolution"), self.image_size),
            (tr("Frames per second, at most"), self.rate),
            (tr("Container"), self.container),
            (tr("What to record"), self.what),
            (tr("Sound"), self.sound),
            (tr("Folder"), self.folder, browse),
            (tr("Name"), self.pattern),
        )
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        stack(self, rows, self.problem, buttons)

    def accept(self) -> None:
        if numbers_refused(self):
            return
        try:
            choices = RecordingChoices(
                self._encoder_settings(),
                self.container.currentData(),
                Path(self.folder.text().strip()).expanduser() if self.folder.text().strip() else None,
                checked_pattern(self.pattern.text()),
            )
        except YolocamError as error:
            self._tell(str(error))
            return
        super().accept()
        self._chosen(choices, self.what.currentData())

    def _encoder_settings(self) -> EncoderSettings:
        by_bitrate = self.control.currentData() == "bitrate"
        hardware, encoder = chosen_encoder(self.encoder)
        codec = self.codec.currentData()
        usual = codec == "auto" and self.quality.value() == PRESETS["balanced"]["h264"]
        return replace(
            LIVE,
            codec=codec,
            quality=None if by_bitrate or usual else self.quality.value(),
            bitrate=self.bitrate.value() * 1000 if by_bitrate else None,
            size_wh=self.image_size.currentData(),
            fps=None if self.rate.currentData() is None else Fraction(self.rate.currentData()),
            hardware=hardware,
            encoder=encoder,
        )

    def _show(self, choices: RecordingChoices, what: What) -> None:
        self._show_encoder(choices.encoder)
        select(self.container, choices.container, choices.container)
        select(self.what, what, what)
        self.folder.setText("" if choices.folder is None else str(choices.folder))
        self.pattern.setText(choices.pattern)

    def _show_encoder(self, settings: EncoderSettings) -> None:
        select(self.codec, settings.codec, settings.codec.upper())
        select_size(self.image_size, settings.size_wh)
        rate = None if settings.fps is None else round(settings.fps)
        select(self.rate, rate, str(rate))
        select(self.encoder, settings.encoder or settings.hardware, settings.encoder or "")
        select(self.control, "quality" if settings.bitrate is None else "bitrate", "")
        self._follow()
        usual = PRESETS["balanced"][self._scale()]
        self.quality.setValue(usual if settings.quality is None else settings.quality)
        if settings.bitrate is not None:
            self.bitrate.setValue(settings.bitrate // 1000)
        self._note_own()

    def _follow(self) -> None:
        """Fit the scale of the quality to the codec, and show what decides the size."""
        scale = self._scale()
        name = self.preset.currentData() or "balanced"
        if (self.quality.minimum(), self.quality.maximum()) != QUALITY_RANGES[scale]:
            self.quality.setRange(*QUALITY_RANGES[scale])
            self.quality.setValue(PRESETS[name][scale])
        by_quality = self.control.currentData() == "quality"
        allow(self.quality, by_quality, tr("The size of the file is set by the bitrate."))
        allow(self.bitrate, not by_quality, tr("The size of the file is set by the quality."))
        fitting = (one.name for one in self._encoders if one.codec == scale)
        if self._encoders:
            offer_encoders(self.encoder, fitting)
        self._note_own()

    def _scale(self) -> str:
        codec = self.codec.currentData()
        return "h264" if codec == "auto" else codec

    def _take_preset(self) -> None:
        name = self.preset.currentData()
        if name:
            select(self.control, "quality", "")
            self.quality.setValue(PRESETS[name][self._scale()])

    def _note_own(self) -> None:
        """Show the preset that the quality is of, if it is of one."""
        scale, value = self._scale(), self.quality.value()
        by_quality = self.control.currentData() == "quality"
        fitting = [name for name, levels in PRESETS.items() if by_quality and levels[scale] == value]
        show_preset(self.preset, fitting[0] if fitting else "")

    def _offer(self, codecs: list[str], encoders: list[Encoder]) -> None:
        """Add what was found on this machine."""
        titles = {"h264": "H.264", "hevc": "HEVC (H.265)", "av1": "AV1", "mpeg4": "MPEG-4"}
        for name in codecs:
            if self.codec.findData(name) < 0:
                self.codec.addItem(titles[name], name)
            else:
                self.codec.setItemText(self.codec.findData(name), titles[name])
        self._encoders = encoders
        self._follow()

    def _tell(self, words: str) -> None:
        self.problem.setText(capitalised(words))
        self.problem.setVisible(True)

    def _browse(self) -> None:
        title = tr("Choose the folder for recordings")
        file_dialogs.browse_folder(self, title, self.folder.text(), self.folder.setText)
