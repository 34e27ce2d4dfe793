"""Turns images into the packets of a live stream, at a constant rate, with sound beside them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.packet import Packet

from yolocam.errors import SinkError, reason_of
from yolocam.frame import Image
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.encoding.encoders import Encoder
from yolocam.media.encoding.letterboxing import letterboxed
from yolocam.media.encoding.video_track import VideoTrack
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS
from yolocam.media.sound.followed_sound import FollowedSound
from yolocam.media.streaming.live_packet import SOUND, SOUND_RATE, VIDEO, VIDEO_UNITS, LivePacket

SOUND_BITRATE = 128_000
"""Bits per second of the sound."""

_SOUND_FORMATS = {"aac": "fltp", "libopus": "flt"}
_PRIMING = 2048
"""Samples left out at the beginning: encoders put some of their own in front, at times below 0."""


class LiveEncoder:
    """One stream from its first key frame on; used by one thread.

    `settings` have a size and a rate. `sound` is FFmpeg's name of the encoder of the sound. Raises SinkError
    where none of `encoders` takes the size.
    """

    def __init__(self, encoders: Sequence[Encoder], settings: EncoderSettings, sound: str) -> None:
        assert settings.size_wh is not None and settings.fps is not None
        self.size_wh = settings.output_size(settings.size_wh)
        self.fps = settings.fps
        self._sound_name = sound
        # Nothing is ever written to it: it only asks for headers in front of each key frame.
        self._nowhere = av.open(io.BytesIO(), "w", format="mpegts")
        try:
            self._video = VideoTrack(self._nowhere, encoders, settings, self.size_wh, self.fps, 1 / self.fps)
            self._sound = _sound_encoder(sound)
        except MEDIA_ERRORS as error:
            raise SinkError(f"the stream cannot be encoded: {reason_of(error)}") from error
        self._samples = _PRIMING
        self._followed: FollowedSound | None = None
        self._sound_start = 0

    @property
    def facts(self) -> dict[str, object]:
        """What the process that sends it needs to know of its tracks."""
        return {
            "video": "h264",
            "size_wh": self.size_wh,
            "fps": (self.fps.numerator, self.fps.denominator),
            "sound": self._sound_name,
            "sound_format": _SOUND_FORMATS[self._sound_name],
            "sound_bitrate": SOUND_BITRATE,
        }

    def encode(
        self, image: Image, number: int, sound: FollowedSound | None = None, moment_ns: int | None = None
    ) -> list[LivePacket]:
        """Return the packets up to the end of image `number`, counted at the constant rate; SinkError.

        `moment_ns` is the moment of the source that it shows, None where it is not a new one. Without `sound`
        there is silence. Another `sound` than before begins here.
        """
        try:
            packets = [
                _live_packet(VIDEO, VIDEO_UNITS, packet)
                for packet in self._video.encode(letterboxed(image, self.size_wh), number, 1)
            ]
            self._take_up(sound)
            if sound is not None and moment_ns is not None:
                sound.show(round(number / self.fps * SOUND_RATE) - self._sound_start, moment_ns)
            packets += self._sound_until((number + 1) / self.fps)
        except MEDIA_ERRORS as error:
            raise SinkError(f"the stream cannot be encoded: {reason_of(error)}") from error
        return packets

    def _take_up(self, sound: FollowedSound | None) -> None:
        if sound is not self._followed:
            self._followed, self._sound_start = sound, self._samples
            if sound is not None:
                sound.restart()

    def _sound_until(self, end: Fraction) -> Iterator[LivePacket]:
        wanted = (float(end) - (self._followed.lag_s if self._followed else 0.0)) * SOUND_RATE
        size = self._sound.frame_size
        while self._samples < wanted:
            samples = np.zeros((2, size), np.float32) if self._followed is None else self._followed.read(size)
            form = _SOUND_FORMATS[self._sound_name]
            if form == "flt":
                samples = samples.T.reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), form, "stereo")
            frame.sample_rate, frame.time_base = SOUND_RATE, Fraction(1, SOUND_RATE)
            frame.pts = self._samples
            self._samples += size
            for packet in self._sound.encode(frame):
                yield _live_packet(SOUND, SOUND_RATE, packet)


def _sound_encoder(name: str) -> AudioCodecContext:
    context = av.CodecContext.create(name, "w")
    assert isinstance(context, AudioCodecContext)
    context.sample_rate, context.layout = SOUND_RATE, "stereo"
    context.format = _SOUND_FORMATS[name]
    context.bit_rate, context.time_base = SOUND_BITRATE, Fraction(1, SOUND_RATE)
    context.open()
    return context


def _live_packet(track: int, units: int, packet: Packet[Any]) -> LivePacket:
    def scaled(value: int | None) -> int:
        return round((value or 0) * Fraction(packet.time_base) * units)

    pts = scaled(packet.pts)
    dts = pts if packet.dts is None else scaled(packet.dts)
    return LivePacket(track, packet.is_keyframe, pts, dts, scaled(packet.duration), bytes(packet))
