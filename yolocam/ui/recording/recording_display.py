"""Shows whether a recording runs: on its button, on its action, and over the image in full screen."""

from __future__ import annotations

from PySide6.QtGui import QAction

from yolocam.ui.recording.record_button import RecordButton
from yolocam.ui.recording.recording import Recording
from yolocam.ui.translation import tr
from yolocam.ui.video.viewer import Viewer
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.timecode import timecode


class RecordingDisplay:
    """`refresh` shows the state of this moment; called several times a second."""

    def __init__(self, recording: Recording, button: RecordButton, action: QAction, viewer: Viewer) -> None:
        self._recording = recording
        self._button = button
        self._action = action
        self._viewer = viewer
        self._active: bool | None = None

    def refresh(self, *, has_source: bool) -> None:
        """Show the state, and allow what can be done in it."""
        phase, state = self._recording.phase, self._recording.state
        if phase == "recording" and state is not None:
            self._button.show_state(state)
        elif phase == "idle":
            self._button.show_idle()
        else:
            (self._button.show_finishing if phase == "finishing" else self._button.show_starting)()
        active = phase in ("recording", "starting")
        allowed = active or (has_source and phase == "idle")
        self._button.setEnabled(allowed)
        self._action.setEnabled(allowed)
        self._show_action(active)
        seconds = state.seconds if active and state is not None else 0.0
        time = timecode(round(seconds * 1e9), tenths=False)
        self._viewer.recording_dot.show_time(time if active and self._viewer.full_screen_bar.active else None)

    def _show_action(self, active: bool) -> None:
        if active == self._active:
            return
        self._active = active
        self._action.setText(tr("Stop recording") if active else tr("Record"))
        self._action.setIcon(theme.icon("stop", theme.danger()) if active else theme.icon("record"))
