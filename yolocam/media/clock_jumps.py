"""Makes the times of packets run on where the clock of their container jumps.

Broadcasts, discs and live segments were often joined, or their sender began anew: the clock then goes on
an hour later, or earlier, although the next image follows at once.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from typing import TypeVar, cast

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from yolocam.media.containers import clock_may_jump
from yolocam.media.pyav import fraction_of

T = TypeVar("T", bound=Stream)

_USUAL_BASE = Fraction(1, 90_000)

_JUMP_S = 1
_JUMP_STEPS = 4
"""A step that differs from the usual one by more than a second and four usual ones is a jump."""

_SLOWEST_S = 60
"""A declared rate of fewer frames than one in this time is the mark of a jump, not a rate."""

_MOST_HELD_BACK = 4
"""Over how many images decoders wait, times `_JUMP_STEPS`, before one is shown."""

_MOST_HELD = 500
"""Packets of sound kept back after a jump, until that of the images comes: some 10 s."""


def packets_of(container: InputContainer, *tracks: T) -> Iterator[Packet[T]]:
    """Yield the packets of tracks, and an empty one for each at the end."""
    # PyAV raises IndexError at the end of a file in which a further track began on the way.
    with contextlib.suppress(IndexError):
        yield from cast("Iterator[Packet[T]]", container.demux(*tracks))


class ClockMender:
    """Shifts the times of one track's packets so that a jump takes the time of one frame.

    To be shown every packet, in the order of the file. `offset` is what is added at present, in the
    track's ticks, and `offsets` has every offset so far, in seconds.
    """

    def __init__(self, track: Stream) -> None:
        self._base = fraction_of(track.time_base) or _USUAL_BASE
        rate = fraction_of(track.average_rate)
        declared = 1 / rate if rate else Fraction(0)
        self._declared = 0 if declared > _SLOWEST_S else round(declared / self._base)
        self.restart()

    def restart(self) -> None:
        """Begin anew at the start of the file."""
        self.offset = 0
        self.offsets = [Fraction(0)]
        self._step = self._declared
        self._last: int | None = None

    def resume(self) -> None:
        """Go on anywhere else in the file, with the present offset."""
        self._last = None

    def mend(self, packet: Packet[T]) -> bool:
        """Put a packet on the mended time line; True if the clock has jumped right before it."""
        raw = packet.dts if packet.dts is not None else packet.pts
        jumps = len(self.offsets)
        if raw is not None:
            self._follow(raw, packet.duration or 0)
            held_back = _MOST_HELD_BACK * max(self._step, self._declared)
            if packet.pts is not None and _is_jump(packet.pts - raw, held_back, self._base):
                packet.pts = None  # already of the clock after the next jump
        _shift(packet, self.offset)
        return len(self.offsets) > jumps

    def _follow(self, raw: int, duration: int) -> None:
        if self._last is not None:
            step = raw - self._last
            usual = max(self._step, self._declared) or self._first_step(step)
            if _is_jump(step - usual, usual, self._base):
                self.offset += (self._declared or usual) - step
                self.offsets.append(self.offset * self._base)
            elif step > 0:
                self._step = step
        elif duration:
            self._step = max(self._step, duration)
        self._last = raw

    def _first_step(self, step: int) -> int:
        """Take the first step for the usual one where no rate is declared, as of slides that stand long."""
        return step if 0 < step * self._base <= _SLOWEST_S else 0


class SoundMender:
    """Shifts the sound by what its images were shifted, from the packet on at which it jumps itself."""

    def __init__(self, track: AudioStream, offsets: list[Fraction]) -> None:
        self._base = fraction_of(track.time_base) or _USUAL_BASE
        self._offsets = offsets
        self._segment = 0
        self._next: int | None = None

    def mend(self, packet: Packet[T], *, final: bool = False) -> bool:
        """Put a packet on the mended time line; False if the jump of the images must come first."""
        raw = packet.dts if packet.dts is not None else packet.pts
        if raw is not None and not self._fits(raw, self._segment):
            later = range(self._segment + 1, len(self._offsets))
            found = next((segment for segment in later if self._fits(raw, segment)), None)
            if found is None and not final:
                return False
            self._segment = self._segment if found is None else found
        ticks = self._ticks(self._segment)
        if raw is not None:
            self._next = raw + ticks + (packet.duration or 0)
        _shift(packet, ticks)
        return True

    def _fits(self, raw: int, segment: int) -> bool:
        return self._next is None or not _is_jump(raw + self._ticks(segment) - self._next, 0, self._base)

    def _ticks(self, segment: int) -> int:
        return round(self._offsets[segment] / self._base)


def _is_jump(off: int, usual: int, base: Fraction) -> bool:
    """Whether a step that differs from the usual one by `off` ticks is a jump of the clock."""
    return abs(off) * base > _JUMP_S + _JUMP_STEPS * usual * base


def _shift(packet: Packet[T], ticks: int) -> None:
    """Move a packet in time."""
    if ticks:
        packet.pts = None if packet.pts is None else packet.pts + ticks
        packet.dts = None if packet.dts is None else packet.dts + ticks


def packets_in_step(
    container: InputContainer, sound: AudioStream, video: VideoStream | None
) -> Iterator[Packet[Stream]]:
    """Yield the packets of sound and images from the start, on the mended time line of the images."""
    tracks: list[Stream] = [sound] if video is None else [sound, video]
    packets = packets_of(container, *tracks)
    if video is None or not clock_may_jump(container):
        yield from packets
        return
    clock = ClockMender(video)
    follower = SoundMender(sound, clock.offsets)
    held: deque[Packet[Stream]] = deque()
    for packet in packets:
        if packet.stream_index == video.index:
            clock.mend(packet)
            yield packet
        else:
            held.append(packet)
        # Sound waits until the images have made its jump; not for ever, for they may make none.
        while held and follower.mend(held[0], final=len(held) > _MOST_HELD):
            yield held.popleft()
    for packet in held:
        follower.mend(packet, final=True)
        yield packet
