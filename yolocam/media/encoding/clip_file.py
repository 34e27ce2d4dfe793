"""An MP4 file of packets that are encoded already; it can be played whenever its program dies."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import av
from av.packet import Packet
from av.video.stream import VideoStream

from yolocam.files.output_file import failure
from yolocam.media.encoding.crash_safe_file import CrashSafeFile
from yolocam.media.encoding.faststart import move_index_first
from yolocam.media.encoding.muxers import MP4
from yolocam.media.encoding.replay_encoder import TIME_BASE, KeptPacket


class ClipFile:
    """A new file; used by one thread. SinkError where it cannot be made or written.

    `seconds` is how long it is so far.
    """

    def __init__(self, path: Path, template: VideoStream) -> None:
        self.path = path
        self.seconds = 0.0
        self._first: int | None = None
        self._file = CrashSafeFile(path, head_last=True, synced=True)
        try:
            self._container = av.open(self._file, "w", format=MP4.name, container_options=dict(MP4.live))
            self._stream = self._container.add_stream_from_template(template)
            self._stream.time_base = TIME_BASE
        except (av.FFmpegError, OSError, ValueError) as error:
            self._file.close()
            raise failure(path, self._file.error or error) from error

    def write(self, packet: KeptPacket) -> None:
        """Append a packet; the first one is a key frame, and stands at 0."""
        self._first = packet.ticks if self._first is None else self._first
        made: Packet[Any] = Packet(packet.data)
        made.pts = made.dts = packet.ticks - self._first
        made.duration, made.time_base = packet.duration, TIME_BASE
        made.is_keyframe = packet.key
        made.stream = self._stream
        try:
            self._container.mux(made)
        except (av.FFmpegError, OSError, ValueError) as error:
            raise failure(self.path, self._file.error or error) from error
        self.seconds = float((packet.ticks + packet.duration - self._first) * TIME_BASE)

    def close(self) -> None:
        """Write the index, in front."""
        try:
            self._container.close()
        except (av.FFmpegError, OSError, ValueError) as error:
            raise failure(self.path, self._file.error or error) from error
        finally:
            with contextlib.suppress(av.FFmpegError, OSError, ValueError):
                self._container.close()
            late = self._file.close()
        if late is not None:
            raise failure(self.path, late)
        move_index_first(self.path)
