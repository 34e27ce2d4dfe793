"""Sound that follows images: it keeps to the moments that are shown, and is silent where they jump about."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.frame import Frame, SourceInfo, SourceSound
from yolocam.media.sound.live_sound import RATE, LiveSoundReader
from yolocam.media.sound.sound_mix import Loudness, MixNow, unmixed
from yolocam.media.sound.sound_reader import SoundReader

_SECOND_NS = 1_000_000_000
_JUMP_NS = 200_000_000
"""An image of a file that is off by more than this belongs elsewhere."""

_LATE_NS = 1_000_000_000
"""The same of a live source, of which one image may hang in the network."""

_OFF_NS = 15_000_000
"""How far sound may be from the images on the whole; one of them may come early or late."""

_SMOOTHING = 1 / 8
_SETTLE = RATE
"""Samples of silence after sound had to be set right twice in as many: it is not watched at its own speed."""

_PAUSED = RATE // 2
"""Samples without a new image after which a file is taken for paused."""


class Samples(Protocol):
    """Sound that is read from any moment on: `SoundReader` of a file, `LiveSoundReader`."""

    lag_s: float

    def go_to(self, media_ns: int, /) -> None:
        """Make the next `read` start at a moment."""

    def read(self, count: int) -> NDArray[np.float32]:
        """Return the next samples, float32 (2, count)."""

    def close(self) -> None:
        """Release what is read."""


class FollowedSound:
    """The sound of the images of one source, stereo at 48 kHz, without gaps; used by one thread.

    `show` says which moment of the source stands where in the output, `read` gives the output in order. Its
    positions are samples. `live` sound goes on where no image comes; that of a file is silent `patience`
    samples after the last one. `mix` is asked for each piece.
    """

    def __init__(
        self, samples: Samples, *, live: bool, mix: MixNow = unmixed, patience: int = _PAUSED
    ) -> None:
        self._samples = samples
        self._live = live
        self._mix = mix
        self._patience = patience
        self._loudness = Loudness()
        self._delay_ns = mix().delay_ns
        self._marks: deque[tuple[int, int]] = deque(maxlen=256)
        self._offset_ns: int | None = None  # from the output to the moments of the source
        self._error_ns = 0.0
        self._marked = 0
        self._set_at: int | None = None
        self._quiet_until = 0
        self._position = 0

    @property
    def lag_s(self) -> float:
        """How many seconds the output must be behind the images: what is to be heard early comes late."""
        return self._samples.lag_s + (max(-self._delay_ns, 0) / _SECOND_NS if self._live else 0.0)

    def moment(self, frame: Frame) -> int:
        """Return the moment of an image, in nanoseconds: media time, or the clock where it is live."""
        return frame.captured_ns if self._live else frame.pts_ns

    @property
    def position(self) -> int:
        """The position of the next sample that is read."""
        return self._position

    def restart(self, position: int = 0) -> None:
        """Begin the output anew at a position."""
        self.forget()
        self._position = self._marked = position

    def forget(self) -> None:
        """Be silent until an image is shown, wherever that belongs."""
        self._marks.clear()
        self._offset_ns = self._set_at = None
        self._quiet_until = 0

    def show(self, position: int, moment_ns: int) -> None:
        """Note that at a position of the output an image of this moment is seen."""
        self._marks.append((position, moment_ns))

    def read(self, count: int) -> NDArray[np.float32]:
        """Return the next samples of the output, float32 (2, count)."""
        while self._marks and self._marks[0][0] <= self._position:
            self._follow(*self._marks.popleft())
        mix = self._mix()
        self._delay_by(mix.delay_ns)
        start, self._position = self._position, self._position + count
        if self._offset_ns is None:
            return np.zeros((2, count), np.float32)
        paused = not self._live and start - self._marked > self._patience
        if paused:
            self._offset_ns = None
            return np.zeros((2, count), np.float32)
        samples = self._loudness.apply(self._samples.read(count), mix)
        return samples if start >= self._quiet_until else np.zeros((2, count), np.float32)

    def close(self) -> None:
        """Close what is read."""
        self._samples.close()

    def _delay_by(self, delay_ns: int) -> None:
        """Take up another delay at once."""
        later_ns, self._delay_ns = delay_ns - self._delay_ns, delay_ns
        if later_ns and self._offset_ns is not None:
            self._set(self._offset_ns - later_ns)

    def _follow(self, position: int, moment_ns: int) -> None:
        self._marked = position
        offset_ns = moment_ns - position * _SECOND_NS // RATE - self._delay_ns
        if self._offset_ns is None:
            self._set(offset_ns)
            return
        error_ns = offset_ns - self._offset_ns
        self._error_ns += (error_ns - self._error_ns) * _SMOOTHING
        if abs(error_ns) > (_LATE_NS if self._live else _JUMP_NS):
            self._set(offset_ns, again=True)
        elif abs(self._error_ns) > _OFF_NS:
            self._set(self._offset_ns + round(self._error_ns), again=True)

    def _set(self, offset_ns: int, *, again: bool = False) -> None:
        self._offset_ns, self._error_ns = offset_ns, 0.0
        self._samples.go_to(offset_ns + self._position * _SECOND_NS // RATE)
        if again and not self._live:
            if self._set_at is not None and self._position - self._set_at < _SETTLE:
                self._quiet_until = self._position + _SETTLE
            self._set_at = self._position


def followed_sound(
    source: SourceInfo, sound_input: SourceSound | None = None, mix: MixNow = unmixed
) -> FollowedSound | None:
    """Return the sound that goes with the images of a source; None where there is none.

    What the source brings comes first; `sound_input` is for live sources without sound.
    """
    if source.has_audio and source.path is not None:
        return _of_file(source.path, mix)
    sound = source.sound or (sound_input if source.live else None)
    return None if sound is None else FollowedSound(LiveSoundReader(sound), live=True, mix=mix)


def _of_file(path: Path, mix: MixNow) -> FollowedSound | None:
    try:
        return FollowedSound(SoundReader(path, RATE), live=False, mix=mix)
    except SourceError:
        return None
