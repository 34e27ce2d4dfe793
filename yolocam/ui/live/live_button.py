"""The button that goes live: its words, its light, and its dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.live.stream_health import StreamHealth
from yolocam.ui.live.live_stream import LiveRequest, LiveStream
from yolocam.ui.preferences import Preferences
from yolocam.ui.qt.override_guard import guard_overrides
from yolocam.ui.recording.encoding_parts import source_size
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.dialog_parts import to_front
from yolocam.ui.widgets.explained import allow, explain
from yolocam.ui.widgets.geometry import square

_LOOK_MS = 500
_IDLE_LOOK_MS = 2000
"""While there is no stream: what starts one has the button look at once."""

_SIDE = 16
_TOLD_SHARE = 0.01
"""A smaller share of lost frames nobody sees."""

_LIGHTS = {"good": "#2e9e44", "fair": "#d08700", "bad": "#d32f2f"}


class LiveButton(QToolButton):
    """Shows "Go live", or a light with the bitrate while the stream runs; a click asks, or ends it.

    `sound` shows the dialog of the sound. `show_sign` is called with words and a colour for where the button
    cannot be seen.
    """

    def __init__(
        self,
        session: Session,
        preferences: Preferences | None = None,
        sound: QAction | None = None,
        show_sign: Callable[[str, QColor], None] = lambda words, colour: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._preferences = preferences
        self._sound = sound
        self._show_sign = show_sign
        if sound is not None:
            self._add_menu(sound)
        self.stream = LiveStream(session)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(square(_SIDE))
        self.setFont(theme.tabular(self.font()))
        self._light = "none"
        self.clicked.connect(self.toggle)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def toggle(self) -> None:
        """End the stream, or ask where one shall go."""
        if self.stream.phase == "live":
            self.stream.stop()
        elif self.stream.phase == "idle":
            self._ask()
        self.look()

    def _ask(self) -> None:
        from yolocam.ui.live.go_live_dialog import GoLiveDialog

        guard_overrides()
        window = self.window()
        dialog = window.findChild(GoLiveDialog)
        if dialog is None:
            show_sound = self._sound.trigger if self._sound is not None else lambda: None
            size_wh = source_size(self._session)
            dialog = GoLiveDialog(window, self._begin, self._preferences, show_sound, size_wh)
        to_front(dialog)

    def look(self) -> None:
        """Show the state of this moment."""
        self.stream.refresh()
        health, phase = self.stream.health, self.stream.phase
        interval = _IDLE_LOOK_MS if phase == "idle" else _LOOK_MS
        if interval != self._timer.interval():
            self._timer.setInterval(interval)
        if health is not None:
            self._show_text(_words(health), _tip(health))
            self._show_light(health.light)
            self._show_sign(_words(health), QColor(_LIGHTS[health.light]))
        else:
            self._show_sign("", QColor())
            text = {"starting": tr("Starting…"), "ending": tr("Ending…")}.get(phase, tr("Go live"))
            self._show_text(text, tr("Stream what is shown to Twitch, YouTube or your own server"))
            self._show_light("off")
        begins, ends = tr("The stream is being started."), tr("The last stream is being ended.")
        allow(self, phase in ("idle", "live"), begins if phase == "starting" else ends)

    def _begin(self, request: LiveRequest) -> None:
        self.stream.start(request)
        self.look()

    def _add_menu(self, sound: QAction) -> None:
        menu = QMenu(tr("Go live"), self)
        menu.setToolTipsVisible(True)
        self._start = menu.addAction(tr("Go live…"))
        self._start.triggered.connect(lambda _checked: self.toggle())
        menu.addAction(sound)
        menu.aboutToShow.connect(self._name_start)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def _name_start(self) -> None:
        self._start.setText(tr("Go live…") if self.stream.phase == "idle" else tr("End the stream"))

    def _show_text(self, text: str, tip: str) -> None:
        if self.text() != text:
            self.setText(text)
            self.setAccessibleName(text)
        explain(self, *tip.splitlines())

    def _show_light(self, light: str) -> None:
        if light != self._light:
            self._light = light
            self.setIcon(
                _dot(QColor(_LIGHTS[light]) if light in _LIGHTS else None, self.palette().text().color())
            )


def _words(health: StreamHealth) -> str:
    if health.phase == "on air":
        rate = f"{health.bits_per_second / 1e6:.1f}"
        if health.drop_share >= _TOLD_SHARE:
            share = f"{health.drop_share:.0%}"
            return tr("Live, {rate} Mbit/s, {share} lost").format(rate=rate, share=share)
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
