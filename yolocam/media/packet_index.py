"""Where the images of a file stand that cannot be searched by time: its clock jumps, or it has none."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from yolocam.errors import SourceError
from yolocam.media.clock_jumps import ClockMender, packets_of
from yolocam.media.containers import clock_may_jump, has_no_clock, open_media, video_stream_of
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS

READ_WHOLE_BYTES = 1 << 25
"""Files up to this size are looked through when they are opened: 32 MiB take a tenth of a second."""


@dataclass(frozen=True, slots=True)
class PacketIndex:
    """The video packets of a file, in its order: times of showing in ticks, and which are key frames.

    The times are those of the mended clock, or numbers from 0 where there is no clock. `keys` are
    positions in `times`. `end` is where the last image ends.
    """

    times: tuple[int, ...]
    keys: tuple[int, ...]
    end: int

    def key_before(self, ticks: int) -> int:
        """Return the position of the last key frame shown at or before a time; 0 if there is none."""
        return max((key for key in self.keys if self.times[key] <= ticks), default=0)

    def shown_at(self, ticks: int, start: int) -> int | None:
        """Return the time of the image shown at a time, from packet `start` on."""
        return max((time for time in self.times[start:] if time <= ticks), default=None)


def index_packets(path: Path) -> PacketIndex | None:
    """Look through a file; None if it can be searched by time. SourceError if it cannot be opened."""
    with open_media(path) as container:
        track = video_stream_of(container)
        if track is None:
            return None
        if has_no_clock(container):
            return _numbered(container, track)
        return _mended(container, track) if clock_may_jump(container) else None


def index_if_small(path: Path) -> PacketIndex | None:
    """Do the same for a file that is looked through in no time; None for a larger one."""
    try:
        return index_packets(path) if path.stat().st_size <= READ_WHOLE_BYTES else None
    except (OSError, SourceError):
        return None


def _numbered(container: InputContainer, track: VideoStream) -> PacketIndex:
    keys: list[int] = []
    count = 0
    for packet in _pictures(container, track):
        if packet.is_keyframe:
            keys.append(count)
        count += 1
    # Where images are shown in another order than they are stored, counting must begin at the first.
    reordered = track.codec_context.has_b_frames
    return PacketIndex(tuple(range(count)), (0,) if reordered else tuple(keys), count)


def _mended(container: InputContainer, track: VideoStream) -> PacketIndex | None:
    clock = ClockMender(track)
    times: list[int] = []
    keys: list[int] = []
    end = 0
    for packet in _pictures(container, track):
        clock.mend(packet)
        if packet.is_keyframe:
            keys.append(len(times))
        ticks = packet.pts if packet.pts is not None else packet.dts
        times.append(ticks if ticks is not None else (times[-1] if times else 0))
        end = max(end, times[-1] + (packet.duration or 0))
    return PacketIndex(tuple(times), tuple(keys), end) if len(clock.offsets) > 1 else None


def _pictures(container: InputContainer, track: VideoStream) -> Iterator[Packet[VideoStream]]:
    """Yield the packets of a track as far as they can be read; playing the file tells why it ends there."""
    with contextlib.suppress(*MEDIA_ERRORS):
        for packet in packets_of(container, track):
            if packet.size:
                yield packet
