"""All sound of a window: that of recordings and streams, and that of the film that is watched."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from yolocam.media.sound.audio_choice import SharedInput
from yolocam.pipeline.session import Session
from yolocam.ui.preferences import Preferences
from yolocam.ui.sound.film_sound import FilmSound
from yolocam.ui.sound.sound_settings import SoundSettings
from yolocam.ui.sound.volume_control import VolumeControl
from yolocam.ui.video.video_view import VideoView
from yolocam.ui.window.window_options import WindowOptions


class WithSound(Protocol):
    """What records or streams the shared input."""

    sound: SharedInput


class WindowSound:
    """For the UI thread."""

    def __init__(
        self,
        session: Session,
        view: VideoView,
        volume: VolumeControl,
        preferences: Preferences,
        parent: QWidget,
    ) -> None:
        self.settings = SoundSettings(session, preferences, parent)
        self.film = FilmSound(session, volume, preferences, parent)
        view.painted.connect(self.film.painted)

    def start(self, options: WindowOptions, *users: WithSound) -> None:
        """Give those who record and stream the shared input; let films be heard if they are to be."""
        self.settings.start(options.sound)
        self.film.enabled = options.play_sound
        for user in users:
            user.sound = options.sound
