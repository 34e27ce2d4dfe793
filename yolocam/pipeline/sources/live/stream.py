"""Network streams: rtsp, rtmp, http, tcp, udp and srt addresses, through FFmpeg."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from yolocam.address import shown
from yolocam.errors import SourceError
from yolocam.frame import Frame, SourceInfo, publish
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS
from yolocam.media.network.network_video import NetworkVideo
from yolocam.media.pyav import VideoFrame
from yolocam.media.upright import UprightPictures
from yolocam.pipeline.playback import Pacer
from yolocam.pipeline.sources.live.options import MAX_FPS
from yolocam.pipeline.sources.live.read_guard import ReadGuard
from yolocam.pipeline.sources.live.reconnect import ReconnectingSource

READ_TIMEOUT_S = 5.0
"""When a read that hangs in the network returns; staleness is noticed earlier, by ReconnectingSource."""

SEGMENT_STALE_S = 20.0
"""How long nothing may come of a segmented stream, whose segments last up to 10 s."""


class StreamSource:
    """One connection to a stream. Waits for the network: ReconnectingSource guards it.

    Frames are upright, as those of files are (see `UprightPictures`), and their times are the stream's
    own, or their arrival where it has none. `info.live` is False for a video file behind an http address.
    User name, password and query of the address are left out of `info.name` and of every message.
    Raises SourceError when the stream cannot be opened within `open_limit` seconds or holds no video.
    """

    def __init__(self, url: str, *, open_limit: float = 10.0, read_limit: float = READ_TIMEOUT_S) -> None:
        self._name = shown(url)
        self._video = NetworkVideo(url, self._name, (open_limit, read_limit))
        self._guard = ReadGuard(self._video.close)
        self._closing = threading.Event()
        self.segmented = self._video.segmented
        self.info = self._describe()
        self._pacer = Pacer() if self.segmented else None
        self._upright: UprightPictures | None = None
        self._frames = self._video.frames()
        self._index = 0
        self._origin_ns: int | None = None
        self._ahead = None if self.info.live else self._first()

    def read(self) -> Frame | None:
        """Wait for the next frame; None at the end and after `close`. SourceError when the stream breaks."""
        if not self._guard.begin():
            return None
        try:
            decoded, self._ahead = self._ahead or next(self._frames, None), None
            frame = None if decoded is None else self._frame(*decoded)
        finally:
            going = self._guard.end()
        return frame if going else None

    def close(self) -> None:
        """Close the connection, or let a read that is under way close it."""
        self._closing.set()
        self._guard.close()

    def _describe(self) -> SourceInfo:
        video = self._video
        return SourceInfo(
            self._name,
            "stream",
            video.size_wh,
            fps=video.fps if video.fps and 1 <= video.fps <= MAX_FPS else None,
            time_base=video.time_base,
            duration_ns=video.duration_ns,
            live=video.live,
            sound=None if video.sound is None else video.sound.sound,
        )

    def _first(self) -> tuple[VideoFrame, int]:
        """Decode the first frame of a file: it tells how all of them are to be shown."""
        try:
            first = next(self._frames, None)
        except SourceError:
            self.close()
            raise
        if first is None:
            self.close()
            raise SourceError(f"{self._name} holds no frame that can be decoded")
        self._show_as(first[0])
        return first

    def _show_as(self, decoded: VideoFrame) -> UprightPictures:
        """Return what makes images of frames such as this one; notes in `info` what they are like."""
        if self._upright is None or self._upright.decoded_wh != (decoded.width, decoded.height):
            first = self._video.first or decoded
            telling = first if (first.width, first.height) == (decoded.width, decoded.height) else decoded
            self._upright = upright = UprightPictures(telling, self._video.stream)
            self.info = replace(self.info, size_wh=upright.size_wh, pixel_aspect=upright.pixel_aspect)
        return self._upright

    def _frame(self, decoded: VideoFrame, time_ns: int) -> Frame:
        try:
            image = publish(self._show_as(decoded).picture(decoded))
        except MEDIA_ERRORS as error:
            raise self._video.broken(error) from None
        if self._origin_ns is None:
            self._origin_ns = time_ns
        pts_ns = max(time_ns - self._origin_ns, 0)
        if self._pacer is not None:  # the frames of a segment come all at once
            wait_ns = self._pacer.due_ns(pts_ns, 1.0, time.monotonic_ns()) - time.monotonic_ns()
            self._closing.wait(max(wait_ns, 0) / 1e9)
        index, self._index = self._index, self._index + 1
        captured_ns = time.monotonic_ns()
        if self._video.sound is not None:
            self._video.sound.align(time_ns, captured_ns)
        return Frame(image, index, pts_ns, captured_ns, self.info)


def open_stream(url: str, *, open_limit: float = 10.0) -> ReconnectingSource | StreamSource:
    """Open a network address: a live stream reconnects by itself, a video file on a web server ends.

    Raises SourceError when it cannot be opened or gives no image within `open_limit` seconds.
    """
    first = StreamSource(url, open_limit=open_limit)
    if not first.info.live:
        return first
    opened = [first]  # the connection that is open already serves as the first of those to come

    def connect() -> StreamSource:
        return opened.pop() if opened else StreamSource(url, open_limit=open_limit)

    stale_after = SEGMENT_STALE_S if first.segmented else 2.0
    return ReconnectingSource(connect, name=shown(url), stale_after=stale_after, open_limit=open_limit)
