"""When the images of a stream were taken: by its own clock, by its rate, or by their arrival."""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Protocol, cast

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from yolocam.media.clock_jumps import ClockMender, packets_in_step, packets_of
from yolocam.media.containers import clock_may_jump, has_no_clock
from yolocam.media.declared import SECOND_NS, counted_rate, ns_from_ticks
from yolocam.media.pyav import fraction_of
from yolocam.media.sound.network_sound import NetworkSound

MULTIPART = "mpjpeg"
"""FFmpeg's name for motion JPEG as cameras send it over http."""

_PICTURES_IN_A_ROW = "_pipe"
"""How FFmpeg's names end for single images one after the other; it counts them at 25 a second."""

_WAITED_NS = 5_000_000
"""A packet that took longer came from the network; one that took less had come before."""

_BACKLOG_NS = SECOND_NS
"""How long what had come before the stream was open is passed over at most."""


class StreamTimes(Protocol):
    """Tells the times of one stream's frames, in nanoseconds from any origin."""

    fps: Fraction | None
    """The rate, None where it is not known."""

    def packets(self) -> Iterator[Packet[VideoStream]]:
        """Yield the stream's packets; errors of PyAV pass through."""

    def time_of(self, frame: av.VideoFrame) -> int | None:
        """Return the time of a frame of the packet that came last; None if it is not to be shown."""


def times_of(
    container: InputContainer, stream: VideoStream, live: bool, sound: NetworkSound | None = None
) -> StreamTimes:
    """Return where the times of a stream come from; `sound` gets the packets of its track on the way."""
    invented = has_no_clock(container) or container.format.name.endswith(_PICTURES_IN_A_ROW)
    if not invented:
        return OwnTimes(container, stream, sound)
    if not live:
        return CountedTimes(container, stream)
    return ArrivalTimes(container, stream, at_once=container.format.name == MULTIPART)


class OwnTimes:
    """The stream's own time stamps, which run on where its clock jumps.

    A frame without one, as RTSP cameras send them first, has the time of its arrival; the first stamped
    one then follows it, and all others at their own distance.
    """

    def __init__(
        self, container: InputContainer, stream: VideoStream, sound: NetworkSound | None = None
    ) -> None:
        self._packets = packets_of(container, stream) if sound is None else _beside(container, stream, sound)
        # With sound, both tracks are mended together.
        self._clock = ClockMender(stream) if sound is None and clock_may_jump(container) else None
        self.fps = fraction_of(stream.average_rate)
        self._step_ns = round(SECOND_NS / self.fps) if self.fps else 0
        self._shift_ns: int | None = None  # from the stream's time to that which is told
        self._last_ns: int | None = None

    def packets(self) -> Iterator[Packet[VideoStream]]:
        """Yield packets on the mended time line."""
        for packet in self._packets:
            if self._clock is not None:
                self._clock.mend(packet)
            yield packet

    def time_of(self, frame: av.VideoFrame) -> int | None:
        """Return the time stamp, or what stands for it."""
        if frame.pts is None:
            # Among stamped frames, one step after the last; before any stamp has come, its arrival.
            stamped = self._shift_ns is not None and self._last_ns is not None
            self._last_ns = (self._last_ns or 0) + self._step_ns if stamped else time.monotonic_ns()
            return self._last_ns
        own_ns = ns_from_ticks(frame.pts, fraction_of(frame.time_base) or Fraction(1, 90_000))
        if self._shift_ns is None:
            # Decided once: the first stamp follows the last arrival by a step, others keep their distance.
            self._shift_ns = 0 if self._last_ns is None else self._last_ns + self._step_ns - own_ns
        self._last_ns = own_ns + self._shift_ns
        return self._last_ns


def _beside(
    container: InputContainer, stream: VideoStream, sound: NetworkSound
) -> Iterator[Packet[VideoStream]]:
    for packet in packets_in_step(container, sound.track, stream):
        if packet.stream_index == sound.track.index:
            sound.take(packet)
        else:
            yield cast("Packet[VideoStream]", packet)


class CountedTimes:
    """The rate that a file without a clock declares, counted from its first frame."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        self._packets = packets_of(container, stream)
        self.fps: Fraction | None = counted_rate(stream)
        self._frame = 1 / counted_rate(stream)
        self._count = -1

    def packets(self) -> Iterator[Packet[VideoStream]]:
        """Yield the packets as they come."""
        return self._packets

    def time_of(self, frame: av.VideoFrame) -> int | None:
        """Return the number of the frame as a time."""
        self._count += 1
        return ns_from_ticks(self._count, self._frame)


class ArrivalTimes:
    """The arrival of each image, where a live stream has no clock and FFmpeg would count at 25 a second.

    Of what had come while the stream was opened the arrival is not known, and it is passed over; `at_once`
    shows its first image, at the time at which the stream was open: that is when the last of it came.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, *, at_once: bool) -> None:
        self.fps: Fraction | None = None
        self._packets = packets_of(container, stream)
        self._opened_ns = self._arrived_ns = time.monotonic_ns()
        self._backlog = True
        self._at_once = at_once
        # A busy machine takes long now and then; where much has been read in advance, one wait is no proof.
        self._enough = 1 if at_once else 2
        self._last_ns = -1

    def packets(self) -> Iterator[Packet[VideoStream]]:
        """Yield packets and note when each came."""
        waited = 0  # packets in a row
        asked_ns = time.monotonic_ns()
        for packet in self._packets:
            now_ns = time.monotonic_ns()
            waited = waited + 1 if now_ns - asked_ns > _WAITED_NS else 0
            if waited >= self._enough or now_ns - self._opened_ns > _BACKLOG_NS:
                self._backlog = False
            if not self._backlog:
                self._arrived_ns = now_ns
            yield packet
            asked_ns = time.monotonic_ns()

    def time_of(self, frame: av.VideoFrame) -> int | None:
        """Return when the packet that completed the frame came; always later than the frame before."""
        if self._backlog and not self._at_once:
            return None
        self._at_once = False
        self._last_ns = max(self._arrived_ns, self._last_ns + 1)
        return self._last_ns
