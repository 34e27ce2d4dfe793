"""Shows whether a recording runs: on its button, on its action, and over the image in full screen."""

from __future__ import annotations

from yolocam.ui.actions import Actions
from yolocam.ui.recording.record_button import RecordButton
from yolocam.ui.recording.recording import Recording
from yolocam.ui.translation import tr
from yolocam.ui.video.viewer import Viewer
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.timecode import timecode


class RecordingDisplay:
    """`refresh` shows the state of this moment; called several times a second."""

    def __init__(self, recording: Recording, button: RecordButton, actions: Actions, viewer: Viewer) -> None:
        self._recording = recording
        self._button = button
        self._actions = actions
        self._viewer = viewer
        self._active: bool | None = None

    def refresh(self, *, has_source: bool) -> None:
        """Show the state, and allow what can be done in it."""
        phase, state = self._recording.phase, self._recording.state
        active = phase in ("recording", "starting")
        allowed = active or (has_source and phase == "idle")
        first, saving = tr("Open a video or a camera first."), tr("The last one is being saved.")
        reason = first if phase == "idle" else saving
        if phase == "recording" and state is not None:
            self._button.show_state(state, paused=self._recording.paused)
        elif phase == "idle":
            self._button.show_idle()
        else:
            (self._button.show_finishing if phase == "finishing" else self._button.show_starting)()
        allow(self._button, allowed, reason)
        self._actions.allow("record", allowed, reason)
        self._actions.allow("pause_recording", phase == "recording", tr("Nothing is being recorded."))
        self._actions["pause_recording"].setChecked(self._recording.paused)
        self._show_action(active)
        shown = active and self._viewer.full_screen_bar.active
        seconds = state.seconds if state is not None else 0.0
        self._viewer.recording_dot.show_time(timecode(round(seconds * 1e9), digits=0) if shown else None)

    def _show_action(self, active: bool) -> None:
        if active == self._active:
            return
        self._active = active
        action = self._actions["record"]
        action.setText(tr("Stop recording") if active else tr("Record"))
        action.setIcon(theme.icon("stop", theme.danger()) if active else theme.icon("record"))
