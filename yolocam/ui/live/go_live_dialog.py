"""Asks where a live stream goes, and how it is encoded."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QWidget,
)

from yolocam.address import shown
from yolocam.errors import YolocamError
from yolocam.media.encoding.encoder_settings import STREAM, STREAM_BITRATES, EncoderSettings
from yolocam.media.encoding.encoders import Encoder, encoder_names
from yolocam.media.encoding.recording_presets import STREAM_PRESETS, stream_preset
from yolocam.media.streaming.destination import SERVICES, destination, takes_key
from yolocam.ui.inputs.tick_box import TickBox
from yolocam.ui.inputs.typed_box import numbers_refused
from yolocam.ui.live.live_stream import LiveRequest
from yolocam.ui.preferences import Preferences
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
from yolocam.ui.recording.recording_choices import kept_size, remembered_size
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import form, stack
from yolocam.ui.widgets.formatting import capitalised
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID


class GoLiveDialog(QDialog):
    """Calls `chosen` with a LiveRequest. The image behind the dialog goes on.

    The key is shown as dots and cleared on closing; `preferences` keep everything but it. `show_sound` shows
    the dialog of the sound, which recordings have as well. `source_wh` is the size of the source in pixels,
    None where there is none.
    """

    def __init__(
        self,
        parent: QWidget,
        chosen: Callable[[LiveRequest], None],
        preferences: Preferences | None = None,
        show_sound: Callable[[], object] = lambda: None,
        source_wh: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Go live"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        known = ((title, name) for name, (title, _) in SERVICES.items())
        self.service = combo(*known, (tr("Custom server"), ""))
        self.server = QLineEdit()
        self.server.setMinimumWidth(48 * GRID)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText(tr("From the page of your channel"))
        self.remember = TickBox(tr("Keep the key in this system's keyring"))
        if importlib.util.find_spec("keyring") is None:
            self.remember.hide()
        self._make_encoding(source_wh)
        self.sound = sound_button(show_sound)
        self.problem = PlainLabel()
        self.problem.setWordWrap(True)
        self.problem.setVisible(False)
        self._lay_out()
        self.service.currentIndexChanged.connect(self._follow)
        self._follow()
        self._preferences = preferences
        if preferences is not None:
            self._recall(preferences)
        self._note_own()
        self.preset.currentIndexChanged.connect(self._take_preset)
        self.bitrate.valueChanged.connect(self._note_own)
        self.image_size.currentIndexChanged.connect(self._note_own)
        self.probe.learn()
        self.key.setFocus()

    def _make_encoding(self, source_wh: tuple[int, int] | None) -> None:
        self._source_wh = source_wh
        self.probe = EncoderProbe(self)
        self.probe.learnt.connect(self._offer)
        self.preset = preset_combo()
        self.measure = MachineTest(self.probe, STREAM, source_wh, self._take_measured, self._tell)
        low, high = (value // 1000 for value in STREAM_BITRATES)
        self.bitrate = bitrate_box(low, high, (STREAM.bitrate or 0) // 1000)
        self.encoder = encoder_combo()
        self.base = base_label(source_wh)
        self.image_size = size_combo()
        self.rate = rate_combo()

    def _lay_out(self) -> None:
        rows = form(
            (tr("Service"), self.service),
            (tr("Server"), self.server),
            (tr("Stream key"), self.key),
            ("", self.remember),
            (tr("Preset"), self.preset, self.measure),
            (tr("Bitrate"), self.bitrate),
            (tr("Encoder"), self.encoder),
            (tr("Base resolution"), self.base),
            (tr("Output resolution"), self.image_size),
            (tr("Frames per second"), self.rate),
            (tr("Sound"), self.sound),
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton(tr("Go live"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        stack(self, rows, self.problem, buttons)
        go.setDefault(True)  # only the default of a dialog that it belongs to already

    def accept(self) -> None:
        if numbers_refused(self):
            return
        address, key = self.server.text().strip(), self.key.text().strip()
        try:
            destination(address, key or None)
            encoder = self._encoder_settings()
        except YolocamError as error:
            self._tell(str(error))
            return
        remember = self.remember.isVisible() and self.remember.isChecked()
        request = LiveRequest(address, key, encoder, remember)
        self.key.clear()
        if self._preferences is not None:
            self._keep(self._preferences)
        super().accept()
        self._chosen(request)

    def _encoder_settings(self) -> EncoderSettings:
        hardware, encoder = chosen_encoder(self.encoder)
        rate = self.rate.currentData()
        return replace(
            STREAM,
            bitrate=self.bitrate.value() * 1000,
            hardware=hardware,
            encoder=encoder,
            size_wh=self.image_size.currentData(),
            fps=None if rate is None else Fraction(rate),
        )

    def _take_preset(self) -> None:
        name = self.preset.currentData()
        if name:
            bitrate, size_wh = stream_preset(name, self._source_wh)
            select_size(self.image_size, size_wh)
            self.bitrate.setValue(bitrate // 1000)

    def _note_own(self) -> None:
        """Show the preset that bitrate and size are of, if they are of one."""
        chosen = self.bitrate.value() * 1000, self.image_size.currentData()
        fitting = [name for name in STREAM_PRESETS if stream_preset(name, self._source_wh) == chosen]
        show_preset(self.preset, fitting[0] if fitting else "")

    def _offer(self, _codecs: list[str], encoders: list[Encoder]) -> None:
        """Add the encoders that were found on this machine."""
        offer_encoders(self.encoder, (one.name for one in encoders if one.codec == STREAM.codec))

    def _take_measured(self, settings: EncoderSettings) -> None:
        select(self.encoder, settings.hardware, "")
        select_size(self.image_size, settings.size_wh)

    def _tell(self, words: str) -> None:
        self.problem.setText(capitalised(words))
        self.problem.setVisible(True)

    def _keep(self, preferences: Preferences) -> None:
        server = self.server.text().strip()
        # An address may have the key in it; then it is not kept either.
        safe = shown(server) == server and (takes_key(server) or not server.lower().startswith("rtmp"))
        values = {
            "service": self.service.currentData() or "custom",
            "server": server if safe and not self.service.currentData() else "",
            "bitrate": str(self.bitrate.value()),
            "hardware": "yes" if chosen_encoder(self.encoder)[0] else "no",
            "encoder": chosen_encoder(self.encoder)[1] or "",
            "size": kept_size(self.image_size.currentData()),
            "rate": str(self.rate.currentData() or ""),
        }
        preferences.keep_object("live", values)

    def _recall(self, preferences: Preferences) -> None:
        kept = preferences.texts("live")
        if not kept:
            return
        wanted = "" if kept.get("service") == "custom" else kept.get("service")
        self.service.setCurrentIndex(max(self.service.findData(wanted), 0))
        if not self.service.currentData():
            self.server.setText(kept.get("server", ""))
        if kept.get("bitrate", "").isdecimal():
            self.bitrate.setValue(min(int(kept["bitrate"][:9]), self.bitrate.maximum()))
        name = kept.get("encoder", "")
        if name in encoder_names():
            select(self.encoder, name, name)
        else:
            self.encoder.setCurrentIndex(1 if kept.get("hardware") == "no" else 0)
        select_size(self.image_size, remembered_size(kept.get("size", "")))
        self.rate.setCurrentIndex(max(self.rate.findText(kept.get("rate", "")), 0))

    def _follow(self) -> None:
        name = self.service.currentData()
        self.server.setReadOnly(bool(name))
        self.server.setText(SERVICES[name][1] if name else "")
        self.server.setPlaceholderText(tr("rtmp://server/live"))
        self.problem.setVisible(False)
