"""Encoded pictures and sound on their way to the process that sends them."""

from __future__ import annotations

import struct
from typing import IO, NamedTuple

VIDEO, SOUND = 0, 1
"""The tracks of a stream."""

VIDEO_UNITS = 90_000
"""Units in a second of the times of the video track."""

SOUND_RATE = 48_000
"""Samples in a second of the sound track, and the units of its times."""

_HEAD = struct.Struct("<BBqqqI")


class LivePacket(NamedTuple):
    """One encoded image or piece of sound; times in the units of its track, counted from the beginning."""

    track: int
    key: bool
    pts: int
    dts: int
    duration: int
    data: bytes

    @property
    def seconds(self) -> float:
        """When it is to be decoded."""
        return self.dts / (VIDEO_UNITS if self.track == VIDEO else SOUND_RATE)

    def write_to(self, file: IO[bytes]) -> None:
        """Write it to a pipe; OSError if the other end has gone."""
        head = _HEAD.pack(self.track, self.key, self.pts, self.dts, self.duration, len(self.data))
        file.write(head + self.data)
        file.flush()

    @classmethod
    def read_from(cls, file: IO[bytes]) -> LivePacket | None:
        """Wait for the next one; None where the other end has gone."""
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return None
        track, key, pts, dts, duration, size = _HEAD.unpack(head)
        data = file.read(size)
        return cls(track, bool(key), pts, dts, duration, data) if len(data) == size else None
