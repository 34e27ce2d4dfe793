"""The recording settings of a window: remembered, overruled by flags, and changed in a dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from yolocam.errors import YolocamError
from yolocam.media.encoding.encoder_settings import LIVE, EncoderSettings
from yolocam.media.sound.audio_choice import AudioChoice, SharedInput
from yolocam.media.sound.sound_input import InputSettings
from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.video.recording_part import What
from yolocam.ui.preferences import Preferences
from yolocam.ui.recording.recording import Recording
from yolocam.ui.recording.recording_choices import RecordingChoices, keep_choices, remembered_choices
from yolocam.ui.recording.recording_dialog import RecordingDialog


class RecordingSettings:
    """Hold for the next recording; `what_chosen` is called with what to record. For the UI thread."""

    def __init__(
        self,
        session: Session,
        recording: Recording,
        preferences: Preferences,
        what_chosen: Callable[[What], None],
        parent: QWidget,
    ) -> None:
        self._session = session
        self._recording = recording
        self._preferences = preferences
        self._what_chosen = what_chosen
        self._parent = parent

    def start(self, encoder: EncoderSettings, sound: SharedInput) -> None:
        """Use what was chosen last, except where flags said something: `encoder` and `sound`."""
        choices = remembered_choices(self._preferences)
        choices = replace(choices, folder=choices.folder or self._recording.choices.folder)
        if encoder.container is not None:
            choices = replace(choices, container=f".{encoder.container}")
            encoder = replace(encoder, container=None)
        self._recording.choices = choices if encoder == LIVE else replace(choices, encoder=encoder)
        self._recording.sound = sound
        if sound.choice == AudioChoice():
            sound.choice = _audio(choices)

    def show_dialog(self) -> None:
        """Ask for them, in front of the window."""
        dialog = self._parent.findChild(RecordingDialog)
        if dialog is None:
            recording, pipeline = self._recording, self._session.pipeline
            source_wh = None if pipeline is None else pipeline.source.info.size_wh
            dialog = RecordingDialog(self._parent, recording.choices, recording.what, source_wh, self._take)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _take(self, choices: RecordingChoices, what: What) -> None:
        self._recording.choices = choices
        self._recording.sound.choice = _audio(choices)
        keep_choices(self._preferences, choices)
        self._what_chosen(what)


def _audio(choices: RecordingChoices) -> AudioChoice:
    if choices.sound in ("auto", "none"):
        return AudioChoice(own=choices.sound == "auto")
    try:
        return AudioChoice(listening=InputSettings(choices.sound))
    except YolocamError:
        return AudioChoice()
