"""Asks where a live stream goes, and how it is encoded."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QWidget,
)

from yolocam.address import shown
from yolocam.errors import YolocamError
from yolocam.media.encoding.encoder_settings import STREAM, STREAM_BITRATES
from yolocam.media.streaming.destination import SERVICES, destination, takes_key
from yolocam.ui.live.live_stream import LiveRequest
from yolocam.ui.preferences import Preferences
from yolocam.ui.recording.encoding_parts import (
    bitrate_box,
    combo,
    encoder_combo,
    rate_combo,
    size_combo,
    sound_button,
)
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import form, stack
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID


class GoLiveDialog(QDialog):
    """Calls `chosen` with a LiveRequest. The image behind the dialog goes on.

    The key is shown as dots and cleared on closing; `preferences` keep everything but it. `show_sound` shows
    the dialog of the sound, which recordings have as well.
    """

    def __init__(
        self,
        parent: QWidget,
        chosen: Callable[[LiveRequest], None],
        preferences: Preferences | None = None,
        show_sound: Callable[[], object] = lambda: None,
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
        self.remember = QCheckBox(tr("Keep the key in this system's keyring"))
        self.remember.setVisible(importlib.util.find_spec("keyring") is not None)
        low, high = (value // 1000 for value in STREAM_BITRATES)
        self.bitrate = bitrate_box(low, high, (STREAM.bitrate or 0) // 1000)
        self.encoder = encoder_combo()
        self.image_size = size_combo()
        self.rate = rate_combo()
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
        self.key.setFocus()

    def _lay_out(self) -> None:
        rows = form(
            (tr("Service"), self.service),
            (tr("Server"), self.server),
            (tr("Stream key"), self.key),
            ("", self.remember),
            (tr("Bitrate"), self.bitrate),
            (tr("Encoder"), self.encoder),
            (tr("Size"), self.image_size),
            (tr("Frames per second"), self.rate),
            (tr("Sound"), self.sound),
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton(tr("Go live"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        stack(self, rows, self.problem, buttons)

    def accept(self) -> None:
        address, key = self.server.text().strip(), self.key.text().strip()
        try:
            destination(address, key or None)
        except YolocamError as error:
            self.problem.setText(str(error))
            self.problem.setVisible(True)
            return
        rate = self.rate.currentData()
        encoder = replace(
            STREAM,
            bitrate=self.bitrate.value() * 1000,
            hardware=bool(self.encoder.currentData()),
            size_wh=self.image_size.currentData(),
            fps=None if rate is None else Fraction(rate),
        )
        request = LiveRequest(address, key, encoder, self.remember.isVisible() and self.remember.isChecked())
        self.key.clear()
        if self._preferences is not None:
            self._keep(self._preferences)
        super().accept()
        self._chosen(request)

    def _keep(self, preferences: Preferences) -> None:
        server = self.server.text().strip()
        # An address may have the key in it; then it is not kept either.
        safe = shown(server) == server and (takes_key(server) or not server.lower().startswith("rtmp"))
        values = {
            "service": self.service.currentData() or "custom",
            "server": server if safe and not self.service.currentData() else "",
            "bitrate": str(self.bitrate.value()),
            "hardware": "yes" if self.encoder.currentData() else "no",
            "size": self.image_size.currentText() if self.image_size.currentData() else "",
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
        self.encoder.setCurrentIndex(1 if kept.get("hardware") == "no" else 0)
        self.image_size.setCurrentIndex(max(self.image_size.findText(kept.get("size", "")), 0))
        self.rate.setCurrentIndex(max(self.rate.findText(kept.get("rate", "")), 0))

    def _follow(self) -> None:
        name = self.service.currentData()
        self.server.setReadOnly(bool(name))
        self.server.setText(SERVICES[name][1] if name else "")
        self.server.setPlaceholderText(tr("rtmp://server/live"))
        self.problem.setVisible(False)
