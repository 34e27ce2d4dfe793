"""The sound of a source, laid beside recorded images so that both stay together."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from av.container import OutputContainer

from yolocam.errors import SourceError
from yolocam.media.sound.aac_track import AacTrack
from yolocam.media.sound.followed_sound import FollowedSound
from yolocam.media.sound.live_sound import RATE
from yolocam.media.sound.sound_mix import Loudness, MixNow, unmixed
from yolocam.media.sound.sound_reader import SoundReader

_SECOND_NS = 1_000_000_000

_CHUNK = 48_000
"""Most samples encoded at once: bounds the memory of a long gap."""


class SoundTrack(Protocol):
    """Sound that is written in step with the images; used by one thread at a time."""

    def advance(self, moment_ns: int, at_ns: int, cut: bool) -> None:
        """Write the sound up to the image of the source's moment `moment_ns`, which stands at `at_ns`."""

    def finish(self, end_ns: int) -> None:
        """Write the sound up to the end of the last image, and what the encoder holds."""

    def close(self) -> None:
        """Close what was read."""


class FileSoundTrack:
    """The sound of a file.

    The track has no gaps of its own: from one image to the next it carries the sound that belongs
    to the media time from the first on, and after a cut it goes on at the media time of the new
    image. Media time is followed whatever the speed at which the file was watched. Where the file
    has no sound, or its sound cannot be decoded, there is silence, as there is for the first 21 ms.
    `mix` is asked for each piece.
    """

    def __init__(self, container: OutputContainer, reader: SoundReader, mix: MixNow = unmixed) -> None:
        self._track = AacTrack(container, reader.rate, reader.layout)
        self._reader = reader
        self._mix = mix
        self._loudness = Loudness()
        self._delay_ns = mix().delay_ns

    @classmethod
    def beside(cls, container: OutputContainer, path: Path, mix: MixNow = unmixed) -> FileSoundTrack | None:
        """Add a track for the sound of a file; None if the file has none that can be decoded."""
        try:
            reader = SoundReader(path)
        except SourceError:
            return None
        return cls(container, reader, mix)

    def advance(self, moment_ns: int, at_ns: int, cut: bool) -> None:
        """Write the sound up to an image."""
        self._fill(at_ns)
        if cut:
            self._reader.go_to(moment_ns - self._delay_ns)

    def finish(self, end_ns: int) -> None:
        """Write the rest."""
        self._fill(end_ns)
        self._track.finish()

    def close(self) -> None:
        """Close the file that was read."""
        self._reader.close()

    def _fill(self, at_ns: int) -> None:
        wanted = at_ns * self._track.rate // _SECOND_NS
        while self._track.written < wanted:
            mix = self._mix()
            if mix.delay_ns != self._delay_ns:
                self._reader.go_to(self._reader.media_ns + self._delay_ns - mix.delay_ns)
                self._delay_ns = mix.delay_ns
            samples = self._reader.read(min(wanted - self._track.written, _CHUNK))
            self._track.write(self._loudness.apply(samples, mix))


class LiveSoundTrack:
    """The sound of a live source, or of a sound input beside it: it may arrive after the images."""

    def __init__(self, container: OutputContainer, sound: FollowedSound) -> None:
        self._track = AacTrack(container, RATE, "stereo")
        self._sound = sound

    def advance(self, moment_ns: int, at_ns: int, cut: bool) -> None:
        """Write the sound up to an image, as far as it must have arrived."""
        self._sound.show(at_ns * RATE // _SECOND_NS, moment_ns)
        self._fill(at_ns - round(self._sound.lag_s * _SECOND_NS))

    def finish(self, end_ns: int) -> None:
        """Write the rest."""
        self._fill(end_ns)
        self._track.finish()

    def close(self) -> None:
        """Close what was read."""
        self._sound.close()

    def _fill(self, at_ns: int) -> None:
        wanted = at_ns * RATE // _SECOND_NS
        while self._track.written < wanted:
            # In small pieces: each begins with a look at where the images are.
            self._track.write(self._sound.read(min(wanted - self._track.written, 1024)))
