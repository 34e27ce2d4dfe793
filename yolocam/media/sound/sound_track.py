"""The sound of a media file, laid beside recorded images so that both stay together."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.media.sound.sound_reader import SoundReader

_BIT_RATE = 160_000
_SECOND_NS = 1_000_000_000
_PRIMING = 1024
"""Samples that FFmpeg's AAC encoder puts in front of what it is given."""

_CHUNK = 48_000
"""Most samples encoded at once: bounds the memory of a long gap."""


class SoundTrack:
    """Encodes AAC in step with the images; used by one thread at a time.

    The track has no gaps of its own: from one image to the next it carries the sound that belongs
    to the media time from the first on, and after a cut it goes on at the media time of the new
    image. Media time is followed whatever the speed at which the file was watched. Where the file
    has no sound, or its sound cannot be decoded, there is silence, as there is for the first 21 ms.
    """

    def __init__(self, container: OutputContainer, reader: SoundReader) -> None:
        self._container = container
        self._reader = reader
        self._rate = reader.rate
        stream = container.add_stream("aac", rate=reader.rate)
        assert isinstance(stream, AudioStream)
        stream.codec_context.layout = reader.layout
        stream.codec_context.format = "fltp"
        stream.bit_rate = _BIT_RATE
        self._stream = stream
        self._written = 0  # samples
        self._media_ns: int | None = None

    @classmethod
    def beside(cls, container: OutputContainer, path: Path) -> SoundTrack | None:
        """Add a track for the sound of a file; None if the file has none that can be decoded."""
        try:
            reader = SoundReader(path)
        except SourceError:
            return None
        return cls(container, reader)

    def advance(self, media_ns: int, at_ns: int, cut: bool) -> None:
        """Write the sound up to the image of media time `media_ns`, which stands at `at_ns`."""
        self._fill(at_ns)
        if cut:
            self._reader.go_to(media_ns)

    def finish(self, end_ns: int) -> None:
        """Write the sound up to the end of the last image, and what the encoder holds."""
        self._fill(end_ns)
        self._container.mux(self._stream.encode(None))

    def close(self) -> None:
        """Close the file that was read."""
        self._reader.close()

    def _fill(self, at_ns: int) -> None:
        wanted = at_ns * self._rate // _SECOND_NS
        while self._written < wanted:
            self._take(self._reader.read(min(wanted - self._written, _CHUNK)))

    def _take(self, samples: NDArray[np.float32]) -> None:
        # The encoder's own lead-in stands in place of the first samples. Put in front of them it
        # would begin before the first image, and the muxer would shift the images to make room.
        replaced = min(max(0, _PRIMING - self._written), samples.shape[1])
        self._written += replaced
        if replaced < samples.shape[1]:
            self._encode(np.ascontiguousarray(samples[:, replaced:]))

    def _encode(self, samples: NDArray[np.float32]) -> None:
        frame = AudioFrame.from_ndarray(samples, "fltp", self._reader.layout)
        frame.sample_rate = self._rate
        frame.pts, frame.time_base = self._written, Fraction(1, self._rate)
        self._written += samples.shape[1]
        self._container.mux(self._stream.encode(frame))
