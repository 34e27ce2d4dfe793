"""Listens to what a recording or a stream would have as its sound, and says how loud it is."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.frame import SourceInfo, SourceSound
from yolocam.media.sound.audio_choice import HeardInput, SharedInput
from yolocam.media.sound.levels import Levels, levels_of
from yolocam.media.sound.live_sound import RATE
from yolocam.media.sound.portaudio import input_names
from yolocam.media.sound.sound_reader import SoundReader
from yolocam.pipeline.playback import Playback
from yolocam.pipeline.session import Session

_SECOND_NS = 1_000_000_000
_EVERY_S = 0.05
_LATE_NS = 150_000_000
"""How much sound may be on its way; it is measured so much later."""

_OFF_NS = 200_000_000
"""How far the sound of a film may be from its images before it is looked for again."""

_AGAIN_S = 2.0
_END_S = 3.0


class LevelWatch:
    """Works on threads of its own from `start` to `stop`; what it finds may be read on any thread.

    `levels` is None while there is nothing to hear. `problem` says why an input cannot be opened. `inputs`
    are the names of those of this computer, None until they are known.
    """

    def __init__(self, session: Session, shared: SharedInput) -> None:
        self._session = session
        self._shared = shared
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=work, name="sound levels", daemon=True)
            for work in (self._run, self._list)
        ]
        self.levels: Levels | None = None  # replaced whole, like the next two
        self.problem = ""
        self.inputs: tuple[str, ...] | None = None
        self._use: HeardInput | None = None
        self._refused_at = -_AGAIN_S
        self._film: FilmLevels | None = None
        self._until_ns = 0

    def start(self) -> None:
        """Begin to listen."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let go of what was listened to, soon."""
        self._stopping.set()

    def wait(self) -> None:
        """Wait until nothing is listened to any more; a driver that hangs is left to its thread."""
        for thread in self._threads:
            thread.join(_END_S)

    def _run(self) -> None:
        try:
            while not self._stopping.wait(_EVERY_S):
                self.levels = self._measured()
        finally:
            self._release()

    def _list(self) -> None:
        self.inputs = tuple(dict.fromkeys(input_names()))

    def _measured(self) -> Levels | None:
        choice, pipeline = self._shared.choice, self._session.pipeline
        info = None if pipeline is None else pipeline.source.info
        sound = self._live_sound(info)
        if sound is not None:
            self._close_film()
            return levels_of(self._newest(sound), choice.mix)
        path = info.path if info is not None and info.has_audio and choice.own else None
        if path is None or pipeline is None:
            self._close_film()
            return None
        samples = self._film_levels(path).newest(pipeline.playback)
        return None if samples is None else levels_of(samples, choice.mix)

    def _live_sound(self, info: SourceInfo | None) -> SourceSound | None:
        """Return the sound of a live source, or of the input beside it."""
        choice = self._shared.choice
        wanted = choice.listening is not None and (info is None or (info.live and info.sound is None))
        if not wanted and self._use is not None:
            self._use.close()
            self._use = None
        if info is not None and info.sound is not None:
            return info.sound if choice.own else None
        if wanted and self._use is None and time.monotonic() - self._refused_at > _AGAIN_S:
            self._acquire()
        if not wanted:
            self.problem = ""
        return self._use

    def _acquire(self) -> None:
        try:
            self._use = self._shared.acquire()
            self.problem = ""
        except SourceError as error:
            self._refused_at = time.monotonic()
            self.problem = str(error)

    def _newest(self, sound: SourceSound) -> NDArray[np.float32]:
        """Return what came since the last look."""
        end_ns = time.monotonic_ns() - _LATE_NS
        start_ns = max(self._until_ns, end_ns - _SECOND_NS // 5)
        count = max(end_ns - start_ns, 0) * RATE // _SECOND_NS
        self._until_ns = end_ns
        return sound.read(start_ns, count)

    def _film_levels(self, path: Path) -> FilmLevels:
        if self._film is None or self._film.path != path:
            self._close_film()
            self._film = FilmLevels(path)
        return self._film

    def _close_film(self) -> None:
        if self._film is not None:
            self._film.close()
            self._film = None

    def _release(self) -> None:
        self._close_film()
        self.levels = None
        if self._use is not None:
            self._use.close()
            self._use = None


class FilmLevels:
    """Reads the sound of a film where it is played; used by one thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._reader: SoundReader | None = SoundReader(path, RATE)
            self._reader.go_to(0)
        except SourceError:
            self._reader = None

    def newest(self, playback: Playback) -> NDArray[np.float32] | None:
        """Return the sound of the image that is shown; None while there is none to hear."""
        state = playback.state
        if self._reader is None or state.paused or state.ended or state.speed != 1:
            return None
        if abs(state.position_ns - self._reader.media_ns) > _OFF_NS:
            self._reader.go_to(state.position_ns)
        return self._reader.read(round(RATE * _EVERY_S))

    def close(self) -> None:
        """Close the file."""
        if self._reader is not None:
            self._reader.close()
