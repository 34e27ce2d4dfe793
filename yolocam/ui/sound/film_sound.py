"""The sound of the film or stream that is watched: it follows the images that are painted."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from yolocam.frame import Rendered, SourceInfo
from yolocam.media.sound.sound_mix import SoundMix
from yolocam.media.sound.sound_player import SoundPlayer
from yolocam.pipeline.notices import Notice
from yolocam.pipeline.session import Session
from yolocam.ui.preferences import Preferences
from yolocam.ui.sound.volume_control import VolumeControl
from yolocam.ui.widgets.formatting import capitalised

_LOOK_MS = 30
_SILENT_DB = -60.0


class FilmSound(QObject):
    """Plays the sound of films at their own speed; silent while they are paused, at their end, or faster.

    That of network streams is played as well, but not that of microphones: the loudspeaker would be heard by
    them, and howl.

    `painted` is called with each image that was painted, on the UI thread like all that follows. Without
    `enabled` nothing is ever played. The volume is remembered.
    """

    def __init__(
        self,
        session: Session,
        control: VolumeControl,
        preferences: Preferences,
        parent: QObject,
        make: Callable[[Callable[[str], None]], SoundPlayer] = SoundPlayer,
    ) -> None:
        super().__init__(parent)
        self.enabled = False
        self._session = session
        self._control = control
        self._preferences = preferences
        self._make = make
        self._player: SoundPlayer | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        kept = preferences.texts("volume")
        percent = kept.get("percent", "")
        control.set_volume(
            int(percent) if percent.isdecimal() and int(percent[:4]) <= 100 else 100,
            muted=kept.get("muted") == "yes",
        )
        control.changed.connect(self._take_volume)

    def painted(self, item: Rendered) -> None:
        """Let the sound of an image be heard with it."""
        source = item.frame.source
        if not self.enabled or item.frame.repeat:
            return
        if not has_own_sound(source) or not self._plays():
            if self._player is not None:
                self._player.hush()
            return
        if self._player is None:
            self._player = self._make(self._tell)
            self._player.mix = mix_of(self._control.percent, self._control.muted)
        now_ns = time.monotonic_ns()
        if source.sound is not None:
            self._player.show(source.sound, item.frame.captured_ns, now_ns)
        elif source.path is not None:
            self._player.show(source.path, item.frame.pts_ns, now_ns)
        self._timer.start()

    def stop(self) -> None:
        """Be silent for good, and let go of the device soon."""
        self.enabled = False
        self._timer.stop()
        if self._player is not None:
            self._player.stop()

    def wait(self) -> None:
        """Wait until the device is closed."""
        if self._player is not None:
            self._player.wait()

    def _look(self) -> None:
        if self._player is not None and not self._plays():
            self._player.hush()
            self._timer.stop()

    def _plays(self) -> bool:
        playback = self._session.playback
        if playback is None:
            return False
        state = playback.state
        return state.speed == 1 and not (state.paused or state.ended)

    def _take_volume(self) -> None:
        percent, muted = self._control.percent, self._control.muted
        if self._player is not None:
            self._player.mix = mix_of(percent, muted)
        values = {"percent": str(percent), "muted": "yes" if muted else "no"}
        self._preferences.keep_object("volume", values)

    def _tell(self, words: str) -> None:
        self._session.notify(Notice("info", capitalised(words), matter="sound"))


def has_own_sound(source: SourceInfo) -> bool:
    """Whether a source is a film or a network stream with sound."""
    if source.live:
        return source.kind == "stream" and source.sound is not None
    return source.has_audio and source.path is not None


def mix_of(percent: int, muted: bool) -> SoundMix:
    """Return what a position of the volume control means: as the ear hears it, half is half as loud."""
    gain_db = 60 * math.log10(percent / 100) if percent else _SILENT_DB
    return SoundMix(max(gain_db, _SILENT_DB), muted=muted or percent == 0)
