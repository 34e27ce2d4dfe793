"""Network streams: rtsp, rtmp, http, udp and srt addresses, through FFmpeg."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import av
from av.container import InputContainer
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from yolocam.address import for_opening, login_hint, shown
from yolocam.errors import SourceError
from yolocam.frame import Frame, SourceInfo, publish
from yolocam.pipeline.playback import Pacer
from yolocam.pipeline.sources.bgr import to_bgr
from yolocam.pipeline.sources.options import MAX_FPS
from yolocam.pipeline.sources.read_guard import ReadGuard
from yolocam.pipeline.sources.reconnect import ReconnectingSource
from yolocam.pipeline.sources.video_file import MAX_PIXELS, ns_from_ticks, reason, video_stream_of

OPTIONS = {
    "rtsp_transport": "tcp",  # over UDP a lost packet smears the picture until the next key frame
    "analyzeduration": "1000000",  # microseconds; the default of 5 s is a long wait for a picture
    # A play list must not make us read local files.
    "protocol_whitelist": "rtsp,rtsps,rtp,rtmp,rtmps,http,https,httpproxy,tcp,tls,udp,srt,crypto,data,hls",
}
"""Options of FFmpeg for low delay; those a protocol does not know are passed over.

`fflags=nobuffer` is not among them: it throws the first frames away, and what was buffered while
opening is decoded in a burst of which only the newest frame is kept anyway.
"""

READ_TIMEOUT_S = 5.0
"""When a read that hangs in the network returns; staleness is noticed earlier, by ReconnectingSource."""

SEGMENTED_FORMATS = frozenset({"hls", "dash"})
"""These come in bursts of several seconds, and are to be shown at their own time."""

SEGMENT_STALE_S = 20.0
"""How long nothing may come of a segmented stream, whose segments last up to 10 s."""


class StreamSource:
    """One connection to a stream. Waits for the network: ReconnectingSource guards it.

    `info.live` is False for a video file behind an http address. User name, password and query of the
    address are left out of `info.name` and of every message. Raises SourceError when the stream cannot
    be opened within `open_limit` seconds or holds no video.
    """

    def __init__(self, url: str, *, open_limit: float = 10.0, read_limit: float = READ_TIMEOUT_S) -> None:
        self._name = masked(url)
        self._container = self._open(url, (open_limit, read_limit))
        self._guard = ReadGuard(self._container.close)
        self._closing = threading.Event()
        self._stream = stream = self._checked_stream()
        # Frame threads would hold back as many frames as there are threads.
        stream.codec_context.thread_type = "SLICE"
        stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
        self.segmented = self._container.format.name.partition(",")[0] in SEGMENTED_FORMATS
        self.info = self._describe(url)
        self._pacer = Pacer() if self.segmented else None
        self._reformatter = VideoReformatter()
        self._frames = self._decode()
        self._index = 0
        self._origin_ns: int | None = None

    def read(self) -> Frame | None:
        """Wait for the next frame; None at the end and after `close`. SourceError when the stream breaks."""
        if not self._guard.begin():
            return None
        try:
            decoded = next(self._frames, None)
            frame = None if decoded is None else self._frame(decoded)
        finally:
            going = self._guard.end()
        return frame if going else None

    def close(self) -> None:
        """Close the connection, or let a read that is under way close it."""
        self._closing.set()
        self._guard.close()

    def _open(self, url: str, timeout: tuple[float, float]) -> InputContainer:
        try:
            return av.open(
                for_opening(url), "r", container_options=OPTIONS, timeout=timeout, metadata_errors="replace"
            )
        except (av.FFmpegError, OSError, ValueError) as error:
            raise SourceError(f"{self._name} cannot be opened: {reason(error)}{login_hint(url)}") from None

    def _checked_stream(self) -> VideoStream:
        stream = video_stream_of(self._container)
        if stream is None:
            self.close()
            raise SourceError(f"{self._name} holds no video")
        try:
            _ = stream.codec_context.width, stream.codec_context.height
        except (AttributeError, ValueError):
            self.close()
            raise SourceError(f"{self._name} holds a video in a format that cannot be decoded") from None
        return stream

    def _describe(self, url: str) -> SourceInfo:
        context = self._stream.codec_context
        length = self._container.duration  # in microseconds
        is_file = length is not None and length > 0 and url.lower().startswith("http")
        rate = self._stream.average_rate
        return SourceInfo(
            self._name,
            "stream",
            (context.width, context.height),
            fps=rate if rate and 1 <= rate <= MAX_FPS else None,
            time_base=self._stream.time_base,
            duration_ns=length * 1000 if is_file and length is not None else None,
            live=not is_file,
        )

    def _decode(self) -> Iterator[av.VideoFrame]:
        try:
            for packet in self._container.demux(self._stream):
                try:
                    frames = packet.decode()
                except (av.FFmpegError, ValueError):
                    continue  # damaged, or before the first key frame
                yield from frames
        except (av.FFmpegError, OSError) as error:
            raise SourceError(f"{self._name} broke off: {reason(error)}") from None

    def _frame(self, decoded: av.VideoFrame) -> Frame:
        size = decoded.width, decoded.height
        image = publish(to_bgr(self._reformatter, decoded, size))
        if size != self.info.size_wh:
            self.info = replace(self.info, size_wh=size)
        pts_ns = self._time_of(decoded)
        if self._pacer is not None:
            wait_ns = self._pacer.due_ns(pts_ns, 1.0, time.monotonic_ns()) - time.monotonic_ns()
            self._closing.wait(max(wait_ns, 0) / 1e9)
        index, self._index = self._index, self._index + 1
        return Frame(image, index, pts_ns, time.monotonic_ns(), self.info)

    def _time_of(self, decoded: av.VideoFrame) -> int:
        """Return media time from the first frame on; by the clock where the stream has no time stamps."""
        if decoded.pts is None:
            now_ns = time.monotonic_ns()
        else:
            now_ns = ns_from_ticks(decoded.pts, decoded.time_base or Fraction(1, 90_000))
        if self._origin_ns is None:
            self._origin_ns = now_ns
        return max(now_ns - self._origin_ns, 0)


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
    return ReconnectingSource(connect, name=masked(url), stale_after=stale_after, open_limit=open_limit)


def masked(url: str) -> str:
    """Return an address without user name, password, query and fragment; see `address.shown`."""
    return shown(url)
