"""Network streams: rtsp, rtmp, http, tcp, udp and srt addresses, through FFmpeg."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import av
from av.packet import Packet
from av.video.stream import VideoStream

from yolocam.address import shown
from yolocam.errors import SourceError
from yolocam.frame import Frame, SourceInfo, publish
from yolocam.media.containers import video_stream_of
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS, reason
from yolocam.media.network_containers import WEB_SCHEMES, open_network
from yolocam.media.pyav import fraction_of
from yolocam.media.upright import UprightPictures
from yolocam.media.video_file import MAX_PIXELS
from yolocam.pipeline.playback import Pacer
from yolocam.pipeline.sources.live.options import MAX_FPS
from yolocam.pipeline.sources.live.read_guard import ReadGuard
from yolocam.pipeline.sources.live.reconnect import ReconnectingSource
from yolocam.pipeline.sources.live.stream_times import MULTIPART, times_of

READ_TIMEOUT_S = 5.0
"""When a read that hangs in the network returns; staleness is noticed earlier, by ReconnectingSource."""

SEGMENTED_FORMATS = frozenset({"hls", "dash"})
"""These come in bursts of several seconds, and are to be shown at their own time."""

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
        self._url = url
        self._name = shown(url)
        self._limits = open_limit, read_limit
        self._container = open_network(url, self._name, self._limits)
        self._guard = ReadGuard(lambda: self._container.close())
        self._closing = threading.Event()
        self._stream = self._checked_stream()
        self.segmented = self._format in SEGMENTED_FORMATS
        live = not self._is_file()
        self._times = times_of(self._container, self._stream, live)
        self.info = self._describe(live)
        self._pacer = Pacer() if self.segmented else None
        self._upright: UprightPictures | None = None
        self._frames = self._decode()
        self._index = 0
        self._origin_ns: int | None = None
        self._ahead = None if live else self._first()

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

    @property
    def _format(self) -> str:
        return self._container.format.name.partition(",")[0]

    def _checked_stream(self) -> VideoStream:
        stream = video_stream_of(self._container)
        if stream is None:
            self.close()
            raise SourceError(f"{self._name} holds no video")
        try:
            _ = stream.codec_context.width, stream.codec_context.height
        except (AttributeError, ValueError):
            self.close()
            raise SourceError(
                f"{self._name} holds a video in a format that cannot be decoded; set it to H.264"
            ) from None
        # Frame threads would hold back as many frames as there are threads.
        stream.codec_context.thread_type = "SLICE"
        stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
        return stream

    def _is_file(self) -> bool:
        """Whether a web server has a file there: something of a known length, in time or in bytes."""
        if self._url.partition(":")[0].lower() not in WEB_SCHEMES or self._format == MULTIPART:
            return False
        return (self._container.duration or 0) > 0 or (not self.segmented and (self._container.size or 0) > 0)

    def _describe(self, live: bool) -> SourceInfo:
        context = self._stream.codec_context
        length = self._container.duration or 0  # in microseconds
        rate = self._times.fps
        return SourceInfo(
            self._name,
            "stream",
            (context.width, context.height),
            fps=rate if rate and 1 <= rate <= MAX_FPS else None,
            time_base=fraction_of(self._stream.time_base),
            duration_ns=length * 1000 if not live and length > 0 else None,
            live=live,
        )

    def _first(self) -> tuple[av.VideoFrame, int]:
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

    def _decode(self) -> Iterator[tuple[av.VideoFrame, int]]:
        """Yield frames with their times; if the parts of motion JPEG make no sense, they are done without."""
        try:
            yield from self._timed_frames()
            return
        except MEDIA_ERRORS as error:
            if self._format != MULTIPART or not isinstance(error, av.error.InvalidDataError):
                raise self._broken(error) from None
        self._container.close()
        self._container = open_network(self._url, self._name, self._limits, by_pictures=True)
        self._stream = self._checked_stream()
        self._times = times_of(self._container, self._stream, live=True)
        yield from self._decode()

    def _timed_frames(self) -> Iterator[tuple[av.VideoFrame, int]]:
        for packet in self._times.packets():
            for frame in _decoded(packet):
                time_ns = self._times.time_of(frame)
                if time_ns is not None:
                    yield frame, time_ns

    def _broken(self, error: Exception) -> SourceError:
        return SourceError(f"{self._name} broke off: {reason(error, address=True)}")

    def _show_as(self, decoded: av.VideoFrame) -> UprightPictures:
        """Return what makes pictures of frames such as this one; notes in `info` what they are like."""
        if self._upright is None or self._upright.decoded_wh != (decoded.width, decoded.height):
            self._upright = upright = UprightPictures(decoded, self._stream)
            self.info = replace(self.info, size_wh=upright.size_wh, pixel_aspect=upright.pixel_aspect)
        return self._upright

    def _frame(self, decoded: av.VideoFrame, time_ns: int) -> Frame:
        try:
            image = publish(self._show_as(decoded).picture(decoded))
        except MEDIA_ERRORS as error:
            raise self._broken(error) from None
        if self._origin_ns is None:
            self._origin_ns = time_ns
        pts_ns = max(time_ns - self._origin_ns, 0)
        if self._pacer is not None:
            wait_ns = self._pacer.due_ns(pts_ns, 1.0, time.monotonic_ns()) - time.monotonic_ns()
            self._closing.wait(max(wait_ns, 0) / 1e9)
        index, self._index = self._index, self._index + 1
        return Frame(image, index, pts_ns, time.monotonic_ns(), self.info)


def _decoded(packet: Packet[VideoStream]) -> list[av.VideoFrame]:
    """Return the frames that a packet completes; none if it is damaged or comes before a key frame."""
    try:
        return packet.decode()
    except MEDIA_ERRORS:
        return []


def open_stream(url: str, *, open_limit: float = 10.0) -> ReconnectingSource | StreamSource:
    """Open a network address: a live stream reconnects by itself, a video file on a web server ends.

    Raises SourceError when it cannot be opened or gives no picture within `open_limit` seconds.
    """
    first = StreamSource(url, open_limit=open_limit)
    if not first.info.live:
        return first
    opened = [first]

    def connect() -> StreamSource:
        return opened.pop() if opened else StreamSource(url, open_limit=open_limit)

    stale_after = SEGMENT_STALE_S if first.segmented else 2.0
    return ReconnectingSource(connect, name=shown(url), stale_after=stale_after, open_limit=open_limit)
