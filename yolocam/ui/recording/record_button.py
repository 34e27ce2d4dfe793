"""The record button: idle, or with the time and size of the running recording."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QToolButton, QWidget

from yolocam.pipeline.sinks.video.recorder import RecordingState
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.explained import explain
from yolocam.ui.widgets.formatting import bytes_text, duration_text
from yolocam.ui.widgets.geometry import square
from yolocam.ui.widgets.timecode import timecode

_WIDEST = "00:00:00  0000 MB"


class RecordButton(QToolButton):
    """Shows "Record", or the running time and size in red; clicking is for the window to act on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(square(20))
        self.setFont(theme.tabular(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._tint = ""
        self.show_idle()

    def show_idle(self) -> None:
        """Nothing is being recorded."""
        self._show(tr("Record"), "record", tr("Record to a file (R)"))
        self.setAccessibleName(tr("Record"))

    def show_state(self, state: RecordingState, *, paused: bool = False) -> None:
        """Show a running recording, or one that is paused."""
        size = tr("Paused") if paused else bytes_text(state.bytes)
        text = f"{timecode(round(state.seconds * 1e9), digits=0)}  {size}"
        self._show(text, "stop", recording_tip(state))
        self.setAccessibleName(tr("Stop recording, {state}").format(state=text))

    def show_starting(self) -> None:
        """The file is being made."""
        self._show(tr("Starting…"), "stop", tr("The recording is starting; click to stop (R)"))
        self.setAccessibleName(tr("The recording is starting"))

    def show_finishing(self) -> None:
        """The file is being finished."""
        self._show(tr("Saving…"), "stop", tr("The recording is being saved"))
        self.setAccessibleName(tr("The recording is being saved"))

    def sizeHint(self) -> QSize:
        """While recording, as wide as a long recording's text, so that the bar does not move."""
        hint = super().sizeHint()
        if self._tint.startswith("record"):
            return hint
        extra = QFontMetrics(self.font()).horizontalAdvance(_WIDEST) + self.iconSize().width() + 24
        return QSize(max(hint.width(), extra), hint.height())

    def _show(self, text: str, icon: str, tip: str) -> None:
        active = icon == "stop"
        danger = theme.danger()
        tint = f"{icon}{danger.name()}"
        if tint != self._tint:
            self._tint = tint
            self.setIcon(theme.icon(icon, danger))
            self.setStyleSheet(f"color: {danger.name()}; font-weight: 600;" if active else "")
        if self.text() != text:
            self.setText(text)
        explain(self, *tip.splitlines())


def recording_tip(state: RecordingState) -> str:
    """Return the figures of a recording that are too many for the button."""
    lines = [tr("Recording to {file}. Click to stop (R).").format(file=state.path.name)]
    if state.free_bytes is not None:
        lines.append(tr("Free disk space: {size}").format(size=bytes_text(state.free_bytes)))
    if state.seconds_left is not None:
        left = duration_text(state.seconds_left)
        lines.append(tr("Time left on this disk: about {duration}").format(duration=left))
    return "\n".join(lines)
