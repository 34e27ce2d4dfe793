"""Keeps the last seconds of a video as packets."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import av
from av.packet import Packet
from av.video.stream import VideoStream

from yolocam.errors import SinkError, reason_of
from yolocam.frame import Image
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.encoding.encoders import Encoder
from yolocam.media.encoding.video_track import VideoTrack

TIME_BASE = Fraction(1, 90_000)
_NS_PER_TICK = Fraction(1_000_000_000, 90_000)


class KeptPacket(NamedTuple):
    """One encoded image: when it stands, in ticks of `TIME_BASE`, for how many, and what it is."""

    ticks: int
    duration: int
    key: bool
    data: bytes

    @property
    def at_ns(self) -> int:
        """When it stands."""
        return round(self.ticks * _NS_PER_TICK)


class ReplayEncoder:
    """Images of one size on their way through one encoder; used by one thread.

    `kept` are the packets of the last `seconds` and somewhat more, from a key frame on, in at most
    `most_bytes`. Raises SinkError where no encoder takes the size.
    """

    def __init__(
        self,
        encoders: Sequence[Encoder],
        settings: EncoderSettings,
        size_wh: tuple[int, int],
        fps: Fraction | None,
        seconds: float,
        most_bytes: int,
    ) -> None:
        self.kept: deque[KeptPacket] = deque()
        self._seconds = seconds
        self._most_bytes = most_bytes
        self.kept_bytes = 0
        """What the packets take that are kept."""
        self._last = -1
        # Nothing is written to it: it decides that the headers stand apart, as in the files to be.
        self._nowhere = av.open(io.BytesIO(), "w", format="mp4")
        rate = (fps or Fraction(30)).limit_denominator(1001)
        try:
            self._video = VideoTrack(self._nowhere, encoders, settings, size_wh, rate, TIME_BASE)
            self._nowhere.start_encoding()  # from here on the track has its headers
        except (av.FFmpegError, OSError, ValueError) as error:
            raise SinkError(
                f"the replay cannot hold images of {size_wh[0]}x{size_wh[1]}: {reason_of(error)}"
            ) from error

    @property
    def template(self) -> VideoStream:
        """The track whose packets these are."""
        return self._nowhere.streams.video[0]

    def encode(self, image: Image, at_ns: int, duration_ns: int) -> list[KeptPacket]:
        """Encode an image, keep its packets, let the oldest go, and return the new ones; SinkError."""
        self._last = max(round(at_ns / _NS_PER_TICK), self._last + 1)
        duration = max(round(duration_ns / _NS_PER_TICK), 1)
        try:
            packets = self._video.encode(image, self._last, duration)
        except (av.FFmpegError, OSError, ValueError) as error:
            raise SinkError(f"the replay cannot be encoded: {reason_of(error)}") from error
        new = [_kept(packet, duration) for packet in packets]
        for packet in new:
            self.kept.append(packet)
            self.kept_bytes += len(packet.data)
        self._let_go()
        return new

    def from_time(self, at_ns: int) -> list[KeptPacket]:
        """Return what is kept from the last key frame before a moment on."""
        packets = list(self.kept)
        starts = [n for n, packet in enumerate(packets) if packet.key and packet.at_ns <= at_ns]
        return packets[starts[-1] if starts else 0 :]

    def _let_go(self) -> None:
        """Drop whole groups, each from one key frame to the next, that are older than needed."""
        while (second := self._second_key()) is not None:
            enough = self.kept[-1].at_ns - self.kept[second].at_ns >= self._seconds * 1e9
            if not enough and self.kept_bytes <= self._most_bytes:
                return
            for _ in range(second):
                self.kept_bytes -= len(self.kept.popleft().data)

    def _second_key(self) -> int | None:
        return next((n for n, packet in enumerate(self.kept) if n and packet.key), None)


def _kept(packet: Packet[Any], duration: int) -> KeptPacket:
    scale = Fraction(packet.time_base) / TIME_BASE
    return KeptPacket(round((packet.pts or 0) * scale), duration, packet.is_keyframe, bytes(packet))
