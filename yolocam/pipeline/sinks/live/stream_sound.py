"""The sound beside the images of a stream, whatever source they come from."""

from __future__ import annotations

import time
from pathlib import Path

from yolocam.frame import Frame, SourceSound
from yolocam.media.sound.audio_choice import HeardInput
from yolocam.media.sound.followed_sound import FollowedSound, followed_sound
from yolocam.media.sound.sound_mix import MixNow, unmixed

_AGES = 64
"""Images over which their age is averaged: some seconds, in which a beat of two rates comes and goes."""


class StreamSound:
    """Opens the sound of each source when its first image is sent; used by one thread.

    A stream takes the newest image at a rate of its own, so each is seen a little after it came. The sound
    comes later by the mean of that: by the age of each single image it would jump to and fro.
    """

    def __init__(
        self, audio: bool = True, sound_input: HeardInput | None = None, mix: MixNow = unmixed
    ) -> None:
        self._audio = audio
        self._input = sound_input
        self._mix = mix
        self._source: tuple[str, Path | None, SourceSound | None] | None = None
        self._sound: FollowedSound | None = None
        self._last: Frame | None = None
        self._age_ns = 0.0
        self._ages = 0

    def beside(self, frame: Frame, came_ns: int) -> tuple[FollowedSound | None, int | None]:
        """Return the sound of an image, and the moment to be heard now; None where it is no new image.

        `came_ns` is when the image came, of the monotonic clock.
        """
        now_ns = time.monotonic_ns()  # opening a file takes its time
        source = frame.source.name, frame.source.path, frame.source.sound
        if source != self._source:
            self._forget()
            self._source = source
            self._sound = followed_sound(frame.source, self._input, self._mix) if self._audio else None
        new, self._last = frame is not self._last and not frame.repeat, frame
        if self._sound is None or not new:
            return self._sound, None
        age_ns = now_ns - came_ns
        self._ages = min(self._ages + 1, _AGES)
        self._age_ns += (age_ns - self._age_ns) / self._ages
        return self._sound, self._sound.moment(frame) + age_ns - round(self._age_ns)

    def close(self) -> None:
        """Close what is read, and let go of the input."""
        self._forget()
        if self._input is not None:
            self._input.close()

    def _forget(self) -> None:
        if self._sound is not None:
            self._sound.close()
        self._sound = self._source = None
        self._ages = 0
