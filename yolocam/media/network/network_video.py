"""An open video at a network address: its facts, and its frames with their times."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import av
from av.packet import Packet
from av.video.stream import VideoStream

from yolocam.errors import SourceError
from yolocam.media.containers import video_stream_of
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS, reason
from yolocam.media.network.list_server import PlayLists
from yolocam.media.network.network_containers import SEGMENTED_FORMATS, WEB_SCHEMES, open_network, open_srt
from yolocam.media.pyav import MAX_PIXELS, fraction_of
from yolocam.media.sound.network_sound import NetworkSound
from yolocam.media.stream_times import MULTIPART, times_of


class NetworkVideo:
    """The connection and its video track; used by one thread at a time.

    `name` stands in messages in place of the address, which may hold a password. `limits` are the most
    seconds for opening and for one read. `live` is False for a video file on a web server.
    Raises SourceError when the address cannot be opened or holds no video.
    """

    def __init__(self, url: str, name: str, limits: tuple[float, float]) -> None:
        self._url = url
        self._name = name
        self._limits = limits
        self._link = open_srt(url, name, limits)
        self._lists: PlayLists | None = None
        self.first: av.VideoFrame | None = None
        """The first frame that was decoded, shown or not: those after it need not say how they are turned."""
        try:
            self._container, self._lists = open_network(url, name, limits, link=self._link)
        except BaseException:
            self._cut()
            raise
        self.stream = self._checked_stream()
        self.segmented = self._format in SEGMENTED_FORMATS
        self.live = not self._is_file()
        self.sound = NetworkSound.of(self._container) if self.live else None
        self._times = times_of(self._container, self.stream, self.live, self.sound)

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height as declared, before any turn."""
        return self.stream.codec_context.width, self.stream.codec_context.height

    @property
    def fps(self) -> Fraction | None:
        """Frames per second; None where that is not known."""
        return self._times.fps

    @property
    def time_base(self) -> Fraction | None:
        """The unit of the track's times, in seconds."""
        return fraction_of(self.stream.time_base)

    @property
    def duration_ns(self) -> int | None:
        """Length of a file; None for what is live, and where it is not known."""
        length = self._container.duration or 0  # in microseconds
        return length * 1000 if not self.live and length > 0 else None

    def frames(self) -> Iterator[tuple[av.VideoFrame, int]]:
        """Yield frames with their times in nanoseconds; SourceError when the connection breaks.

        If the parts of motion JPEG make no sense, they are done without.
        """
        try:
            yield from self._timed_frames()
            if self._lists is not None and self._lists.refused is not None:  # for FFmpeg that is the end
                raise self.broken(EOFError())
            return
        except MEDIA_ERRORS as error:
            if self._format != MULTIPART or not isinstance(error, av.error.InvalidDataError):
                raise self.broken(error) from None
        self._container.close()
        self._container, _ = open_network(self._url, self._name, self._limits, by_pictures=True)
        self.stream = self._checked_stream()
        self.first = None
        self._times = times_of(self._container, self.stream, live=True)
        yield from self.frames()

    def broken(self, error: Exception) -> SourceError:
        """Return what to raise for an error of FFmpeg on the way."""
        refused = None if self._lists is None else self._lists.refused
        return SourceError(f"{self._name} broke off: {refused or reason(error, address=True)}")

    def close(self) -> None:
        """Close the connection."""
        self._container.close()
        self._cut()

    def _cut(self) -> None:
        if self._link is not None:
            self._link.close()
        if self._lists is not None:
            self._lists.close()

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

    def _timed_frames(self) -> Iterator[tuple[av.VideoFrame, int]]:
        for packet in self._times.packets():
            for frame in _decoded(packet):
                self.first = self.first or frame
                time_ns = self._times.time_of(frame)
                if time_ns is not None:
                    yield frame, time_ns


def _decoded(packet: Packet[VideoStream]) -> list[av.VideoFrame]:
    """Return the frames that a packet completes; none if it is damaged or comes before a key frame."""
    try:
        return packet.decode()
    except MEDIA_ERRORS:
        return []
