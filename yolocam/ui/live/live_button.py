"""The button that goes live: its words, its light, and its dialog."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.live.stream_health import StreamHealth
from yolocam.ui.live.go_live_dialog import GoLiveDialog
from yolocam.ui.live.live_stream import LiveStream
from yolocam.ui.preferences import Preferences
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.formatting import plain_tooltip

_LOOK_MS = 500
_SIDE = 16
_LIGHTS = {"good": "#2e9e44", "fair": "#d08700", "bad": "#d32f2f"}


class LiveButton(QToolButton):
    """Shows "Go live", or a light with the bitrate while the stream runs; a click asks, or ends it."""

    def __init__(
        self, session: Session, preferences: Preferences | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.stream = LiveStream(session)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(_SIDE, _SIDE))
        self.setFont(theme.tabular(self.font()))
        self._light = "none"
        self.clicked.connect(self.toggle)
        timer = QTimer(self, interval=_LOOK_MS)
        timer.timeout.connect(self.look)
        timer.start()
        self.look()

    def toggle(self) -> None:
        """End the stream, or ask where one shall go."""
        if self.stream.phase == "live":
            self.stream.stop()
        elif self.stream.phase == "idle":
            window = self.window()
            dialog = window.findChild(GoLiveDialog)
            if dialog is None:
                dialog = GoLiveDialog(window, self.stream.start, self._preferences)
            dialog.show()
            dialog.raise_()
            dialog.activateWindow()
        self.look()

    def look(self) -> None:
        """Show the state of this moment."""
        self.stream.refresh()
        health, phase = self.stream.health, self.stream.phase
        self.setEnabled(phase in ("idle", "live"))
        if health is not None:
            self._show_text(_words(health), _tip(health))
            self._show_light(health.light)
        else:
            text = {"starting": tr("Starting…"), "ending": tr("Ending…")}.get(phase, tr("Go live"))
            self._show_text(text, tr("Stream what is shown to Twitch, YouTube or your own server"))
            self._show_light("off")

    def _show_text(self, text: str, tip: str) -> None:
        if self.text() != text:
            self.setText(text)
            self.setAccessibleName(text)
        tip = plain_tooltip(tip)
        if self.toolTip() != tip:
            self.setToolTip(tip)

    def _show_light(self, light: str) -> None:
        if light != self._light:
            self._light = light
            self.setIcon(
                _dot(QColor(_LIGHTS[light]) if light in _LIGHTS else None, self.palette().text().color())
            )


def _words(health: StreamHealth) -> str:
    if health.phase == "on air":
        rate = f"{health.bits_per_second / 1e6:.1f}"
        return tr("Live, {rate} Mbit/s").format(rate=rate)
    if health.phase == "waiting":
        return tr("Waiting for an image…")
    return tr("Reconnecting…") if health.phase == "lost" or health.attempts > 1 else tr("Connecting…")


def _tip(health: StreamHealth) -> str:
    lines = [tr("Streaming to {server}. Click to end it.").format(server=health.name)]
    if health.message:
        lines.append(health.message)
    lost = tr("Lost: {network} frames by the network, {encoder} by the encoder, {share} of all")
    share = f"{health.drop_share:.1%}"
    lines.append(lost.format(network=health.network, encoder=health.encoder, share=share))
    return "\n".join(lines)


def _dot(fill: QColor | None, edge: QColor) -> QIcon:
    """Return a filled circle, or a ring where there is no light."""
    pixmap = QPixmap(2 * _SIDE, 2 * _SIDE)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(edge if fill is None else fill)
        pen.setWidth(3)
        painter.setPen(pen)
        if fill is not None:
            painter.setBrush(fill)
        painter.drawEllipse(6, 6, 20, 20)
    return QIcon(pixmap)
