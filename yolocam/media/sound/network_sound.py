"""The sound of a network stream, decoded beside its images."""

from __future__ import annotations

import contextlib
from typing import cast

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

from yolocam.media.ffmpeg_errors import MEDIA_ERRORS
from yolocam.media.sound.live_sound import RATE, LiveSound

_SMOOTHING = 1 / 16
_RESTART_NS = 1_000_000_000


class NetworkSound:
    """Decodes the packets of a sound track into a `LiveSound`; used by the thread that reads the stream.

    `align` tells what the clock was at a moment of the stream; before that nothing can be placed.
    """

    def __init__(self, track: AudioStream) -> None:
        self.track = track
        self.sound = LiveSound()
        self._resampler = AudioResampler(format="fltp", layout="stereo", rate=RATE)
        self._offset_ns: float | None = None

    @classmethod
    def of(cls, container: InputContainer) -> NetworkSound | None:
        """Return the sound of an open stream; None where it has none that can be decoded."""
        track = next(iter(container.streams.audio), None)
        try:
            known = track is not None and track.codec_context.sample_rate > 0
        except (AttributeError, ValueError):
            known = False
        return cls(track) if known and track is not None else None

    def align(self, time_ns: int, captured_ns: int) -> None:
        """Note that an image of the stream's time `time_ns` came at `captured_ns` of the clock."""
        offset_ns = captured_ns - time_ns
        if self._offset_ns is None or abs(offset_ns - self._offset_ns) > _RESTART_NS:
            self._offset_ns = offset_ns
        self._offset_ns += (offset_ns - self._offset_ns) * _SMOOTHING

    def take(self, packet: Packet[Stream]) -> None:
        """Decode a packet; what is damaged is silence."""
        if self._offset_ns is None:
            return
        with contextlib.suppress(*MEDIA_ERRORS):
            for frame in cast("list[AudioFrame]", packet.decode()):
                for piece in self._resampler.resample(frame):
                    if piece.pts is not None and piece.time_base is not None:
                        own_ns = int(piece.pts * piece.time_base * 1_000_000_000)
                        at_ns = own_ns + round(self._offset_ns)
                        self.sound.put(np.asarray(piece.to_ndarray(), np.float32), at_ns)
