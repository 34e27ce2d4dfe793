"""An AAC track in a file that is written beside images."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from numpy.typing import NDArray

_BIT_RATE = 160_000
_PRIMING = 1024
"""Samples that FFmpeg's AAC encoder puts in front of what it is given."""


class AacTrack:
    """Encodes samples one after the other; used by one thread at a time.

    `layout` is "mono" or "stereo". `written` counts the samples so far. The first 21 ms are silence.
    Errors of PyAV pass through.
    """

    def __init__(self, container: OutputContainer, rate: int, layout: str) -> None:
        self._container = container
        self._layout = layout
        self.rate = rate
        stream = container.add_stream("aac", rate=rate)
        assert isinstance(stream, AudioStream)
        stream.codec_context.layout = layout
        stream.codec_context.format = "fltp"
        stream.bit_rate = _BIT_RATE
        self._stream = stream
        self.written = 0

    def write(self, samples: NDArray[np.float32]) -> None:
        """Append float32 (channels, N)."""
        # The encoder's own lead-in stands in place of the first samples. Put in front of them it
        # would begin before the first image, and the muxer would shift the images to make room.
        replaced = min(max(0, _PRIMING - self.written), samples.shape[1])
        self.written += replaced
        if replaced < samples.shape[1]:
            self._encode(np.ascontiguousarray(samples[:, replaced:]))

    def finish(self) -> None:
        """Write what the encoder holds."""
        self._container.mux(self._stream.encode(None))

    def _encode(self, samples: NDArray[np.float32]) -> None:
        frame = AudioFrame.from_ndarray(samples, "fltp", self._layout)
        frame.sample_rate = self.rate
        frame.pts, frame.time_base = self.written, Fraction(1, self.rate)
        self.written += samples.shape[1]
        self._container.mux(self._stream.encode(frame))
