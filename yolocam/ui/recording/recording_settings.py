"""The recording settings of a window: remembered, overruled by flags, and changed in a dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from yolocam.media.encoding.encoder_settings import LIVE, EncoderSettings
from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.video.recording_part import What
from yolocam.ui.preferences import Preferences
from yolocam.ui.qt.override_guard import guard_overrides
from yolocam.ui.recording.encoding_parts import source_size
from yolocam.ui.recording.recording import Recording
from yolocam.ui.recording.recording_choices import RecordingChoices, keep_choices, remembered_choices
from yolocam.ui.widgets.dialog_parts import to_front


class RecordingSettings:
    """Hold for the next recording. For the UI thread.

    `what_chosen` is called with what to record, `show_sound` where the sound is to be chosen.
    """

    def __init__(
        self,
        session: Session,
        recording: Recording,
        preferences: Preferences,
        what_chosen: Callable[[What], None],
        show_sound: Callable[[], None],
        parent: QWidget,
    ) -> None:
        self._session = session
        self._recording = recording
        self._preferences = preferences
        self._what_chosen = what_chosen
        self._show_sound = show_sound
        self._parent = parent

    def start(self, encoder: EncoderSettings) -> None:
        """Use what was chosen last, except where flags said something."""
        choices = remembered_choices(self._preferences)
        choices = replace(choices, folder=choices.folder or self._recording.choices.folder)
        if encoder.container is not None:
            choices = replace(choices, container=f".{encoder.container}")
            encoder = replace(encoder, container=None)
        self._recording.choices = choices if encoder == LIVE else replace(choices, encoder=encoder)

    def record_into(self, folder: Path) -> None:
        """Record into another folder from now on, and begin."""
        self._recording.choices = replace(self._recording.choices, folder=folder)
        keep_choices(self._preferences, self._recording.choices)
        self._recording.start()

    def show_dialog(self) -> None:
        """Ask for them, in front of the window."""
        from yolocam.ui.recording.recording_dialog import RecordingDialog

        guard_overrides()
        dialog = self._parent.findChild(RecordingDialog)
        if dialog is None:
            recording, size_wh = self._recording, source_size(self._session)
            dialog = RecordingDialog(
                self._parent, recording.choices, recording.what, size_wh, self._take, self._show_sound
            )
        to_front(dialog)

    def _take(self, choices: RecordingChoices, what: What) -> None:
        self._recording.choices = choices
        keep_choices(self._preferences, choices)
        self._what_chosen(what)
