"""Asks where a live stream goes, and how it is encoded."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from yolocam.errors import YolocamError
from yolocam.media.encoding.encoder_settings import STREAM, STREAM_BITRATES
from yolocam.media.streaming.destination import SERVICES, destination
from yolocam.ui.live.live_stream import LiveRequest
from yolocam.ui.translation import tr
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_SIZES = ((1920, 1080), (1280, 720), (854, 480))
_RATES = (60, 30, 25, 15)


class GoLiveDialog(QDialog):
    """Calls `chosen` with a LiveRequest. The image behind the dialog goes on.

    The key is shown as dots and cleared on closing.
    """

    def __init__(self, parent: QWidget, chosen: Callable[[LiveRequest], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Go live"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        self.service = QComboBox()
        for name, (title, _) in SERVICES.items():
            self.service.addItem(title, name)
        self.service.addItem(tr("Custom server"), "")
        self.server = QLineEdit()
        self.server.setMinimumWidth(48 * GRID)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText(tr("From the page of your channel"))
        self.remember = QCheckBox(tr("Keep the key in this system's keyring"))
        self.remember.setVisible(importlib.util.find_spec("keyring") is not None)
        self.bitrate = QSpinBox()
        low, high = (value // 1000 for value in STREAM_BITRATES)
        self.bitrate.setRange(low, high)
        self.bitrate.setSingleStep(500)
        self.bitrate.setValue((STREAM.bitrate or 0) // 1000)
        self.bitrate.setSuffix(tr(" kbit/s"))
        self.encoder = QComboBox()
        self.encoder.addItem(tr("Graphics card, if it can"), True)
        self.encoder.addItem(tr("Processor (x264)"), False)
        self.image_size = QComboBox()
        self.image_size.addItem(tr("As the source"), None)
        for width, height in _SIZES:
            self.image_size.addItem(f"{width} × {height}", (width, height))
        self.rate = QComboBox()
        self.rate.addItem(tr("As the source"), None)
        for rate in _RATES:
            self.rate.addItem(str(rate), rate)
        self.problem = PlainLabel()
        self.problem.setWordWrap(True)
        self.problem.setVisible(False)
        self._lay_out()
        self.service.currentIndexChanged.connect(self._follow)
        self._follow()
        self.key.setFocus()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(GRID)
        rows = (
            (tr("Service"), self.service),
            (tr("Server"), self.server),
            (tr("Stream key"), self.key),
            ("", self.remember),
            (tr("Bitrate"), self.bitrate),
            (tr("Encoder"), self.encoder),
            (tr("Size"), self.image_size),
            (tr("Frames per second"), self.rate),
        )
        for text, part in rows:
            form.addRow(text, part)
            if text:
                part.setAccessibleName(text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton(tr("Go live"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addWidget(buttons)

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
        super().accept()
        self._chosen(request)

    def _follow(self) -> None:
        name = self.service.currentData()
        self.server.setReadOnly(bool(name))
        self.server.setText(SERVICES[name][1] if name else "")
        self.server.setPlaceholderText(tr("rtmp://server/live"))
        self.problem.setVisible(False)
