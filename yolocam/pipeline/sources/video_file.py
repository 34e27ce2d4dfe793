"""An open video file: its facts, its frames as the decoder gives them, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.stream import VideoStream

from yolocam.errors import SourceError
from yolocam.frame import SourceInfo
from yolocam.pipeline.sources.sniff import TEXT_ART_FORMATS

MAX_PIXELS = 16384 * 8640
"""Largest accepted frame."""

_MAX_FPS = 1000
_SECOND_NS = 10**9
_COARSE = Fraction(1, 10_000)
_USUAL_RATES = (Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60000, 1001))
_BEFORE_START_NS = 10 * _SECOND_NS
_BREAKS_OFF_NS = _SECOND_NS // 4
"""How much of its declared length may be missing before a file is said to break off."""

_OPEN_OPTIONS = {"protocol_whitelist": "file,crypto,data"}
"""A play list posing as a video must not make us open network addresses."""


def ns_from_ticks(ticks: int, time_base: Fraction) -> int:
    """Return a count of time-base units as nanoseconds, rounded to the nearest."""
    return round(ticks * time_base * _SECOND_NS)


def open_media(path: Path) -> InputContainer:
    """Open an audio or video file; SourceError when it cannot be opened or is no such file."""
    try:
        # An absolute path cannot be taken for a protocol, as `a:b.mp4` could.
        container = av.open(
            str(path.absolute()), "r", container_options=_OPEN_OPTIONS, metadata_errors="replace"
        )
    except (av.FFmpegError, OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be opened as a video: {reason(error)}") from error
    if container.format.name in TEXT_ART_FORMATS:
        container.close()
        raise SourceError(f"{path} is text, expected a video")
    return container


def reason(error: Exception) -> str:
    """Return the system's or the library's words for what went wrong, without numbers and paths."""
    text = getattr(error, "strerror", None)
    return str(text or error).strip().lower() or type(error).__name__


def video_stream_of(container: InputContainer) -> VideoStream | None:
    """Return the first video track that is not a cover picture."""
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            return stream
    return None


class VideoFile:
    """The container and its video track; used by one thread at a time.

    `fps` is the average rate, `frame_ns` the time it gives a frame (1/25 s if unknown), `duration_ns`
    the length of the track (of the file, if the track's is unknown); None where the file does not say.
    """

    def __init__(self, path: Path, threads: int) -> None:
        self._path = path
        self._container = open_media(path)
        try:
            self._stream = self._checked_stream()
        except SourceError:
            self._container.close()
            raise
        context = self._stream.codec_context
        context.thread_type = "AUTO"
        context.thread_count = threads
        context.options = {"max_pixels": str(MAX_PIXELS)}
        self._time_base = self._stream.time_base or Fraction(1, _SECOND_NS)
        self._origin = self._stream.start_time
        # AVI knows only the order of decoding: what it gives for times of showing is made up. A decoded
        # frame's dts runs evenly there, later than it should by what the decoder holds back.
        self._by_dts = self._container.format.name == "avi"
        self._held_back: int | None = None
        self.fps = self._find_fps()
        self.frame_ns = round(_SECOND_NS / (self.fps or 25))
        self.duration_ns = self._find_duration()
        tagged = "DURATION" in self._stream.metadata
        self._own_duration = bool(self._stream.duration or tagged or not self._container.streams.audio)
        counts_fields = self._by_dts and self.fps != self._stream.average_rate
        self.frame_count = None if counts_fields else self._stream.frames or None
        self._read_ns = 0
        self._damaged = 0
        self._stopped_by: str | None = None
        self._at_end = False
        self.closed = False

    def _checked_stream(self) -> VideoStream:
        stream = video_stream_of(self._container)
        if stream is None:
            raise SourceError(f"{self._path} holds no video")
        try:
            width, height = stream.codec_context.width, stream.codec_context.height
        except (AttributeError, ValueError) as error:
            raise SourceError(f"{self._path} holds a video in a format that cannot be decoded") from error
        if width * height > MAX_PIXELS:
            raise SourceError(f"{self._path} declares {width}x{height} pixels, expected at most 16384x8640")
        return stream

    def _find_fps(self) -> Fraction | None:
        rates = [self._stream.average_rate, self._stream.guessed_rate]
        for rate in reversed(rates) if self._by_dts else rates:  # AVI may count fields, the guess does not
            if rate and 0 < rate <= _MAX_FPS:
                return _usual_rate(rate) if self._time_base > _COARSE else rate
        return None

    def _find_duration(self) -> int | None:
        if self._stream.duration:
            return ns_from_ticks(self._stream.duration, self._time_base)
        length = _clock_ns(self._stream.metadata.get("DURATION", ""))  # how Matroska has it
        length = length or (self._container.duration or 0) * 1000
        if "matroska" in self._container.format.name:  # there it is the time at which the track ends
            start = ns_from_ticks(self._origin or 0, self._time_base)
            length -= start if 0 < start < length else 0
        return length or None

    @property
    def estimated_frame_count(self) -> int | None:
        """Length times rate; None if one of them is unknown."""
        if self.duration_ns is None or self.fps is None:
            return None
        return round(Fraction(self.duration_ns, _SECOND_NS) * self.fps)

    def describe(self, name: str, size_wh: tuple[int, int], turned: bool) -> SourceInfo:
        """Return what is known of the video; `turned` says that rows and columns change places."""
        aspect = self._stream.sample_aspect_ratio
        if aspect is not None and (aspect <= 0 or aspect == 1):
            aspect = None
        return SourceInfo(
            name,
            "video",
            size_wh,
            path=self._path,
            fps=self.fps,
            time_base=self._time_base,
            frame_count=self.frame_count,
            duration_ns=self.duration_ns,
            has_audio=bool(self._container.streams.audio),
            seekable=True,
            pixel_aspect=1 / aspect if aspect is not None and turned else aspect,
        )

    @property
    def problem(self) -> str | None:
        """What is wrong with the file as far as it was read; None if nothing is."""
        if self._stopped_by is not None:
            return f"cannot be read to its end: {self._stopped_by}"
        # Of a file whose length is that of the sound, the pictures may end earlier.
        expected = self.duration_ns if self._own_duration else None
        if self._at_end and expected and self._read_ns + _BREAKS_OFF_NS < expected:
            return (
                f"breaks off after {self._read_ns / _SECOND_NS:.2f} s, "
                f"expected {expected / _SECOND_NS:.2f} s of video"
            )
        if self._damaged:
            return f"is damaged: {self._damaged} packets of video could not be decoded"
        return None

    def time_of(self, frame: av.VideoFrame) -> int | None:
        """Return a frame's time in nanoseconds from the start of the track; None if it has none.

        To be asked of the first frame first.
        """
        ticks = frame.dts if self._by_dts or frame.pts is None else frame.pts
        if ticks is None:
            return None
        if self._origin is None:
            self._origin = ticks
        if self._held_back is None:
            self._held_back = ticks - self._origin if self._by_dts else 0
        ticks -= self._held_back
        return ns_from_ticks(ticks - self._origin, frame.time_base or self._time_base)

    def frames(self, skip_before: int | None = None) -> Iterator[av.VideoFrame]:
        """Decode from here to the end, passing over what is damaged.

        Of the frames before the time stamp `skip_before` only those are decoded that others build on.
        """
        packets = self._container.demux(self._stream)
        context = self._stream.codec_context
        while not self.closed:
            try:
                packet = next(packets, None)
            except (av.FFmpegError, OSError) as error:
                self._stopped_by = reason(error)
                packet = None
            if packet is None:
                return
            self._note(packet)
            skip = skip_before is not None and packet.pts is not None and packet.pts < skip_before
            context.skip_frame = "NONREF" if skip else "DEFAULT"
            try:
                decoded = packet.decode()
            except (av.FFmpegError, ValueError):
                self._damaged += 1
                continue
            yield from decoded

    def frames_towards(self, pts_ns: int, lead_ns: int) -> Iterator[av.VideoFrame]:
        """Decode from a key frame to the frame shown at a time and on.

        It is the last key frame before `pts_ns - lead_ns`. What lies before the frame shown is left out
        unless other frames build on it.
        """
        target, start = self._ticks_at(pts_ns), pts_ns - lead_ns
        self._go_to(start)
        shown: int | None = None
        for packet in self._container.demux(self._stream):
            if packet.pts is not None and packet.pts <= target:
                shown = max(packet.pts, packet.pts if shown is None else shown)
            if packet.dts is None or packet.dts > target:
                break  # no later packet can be shown earlier than it is decoded
        self._go_to(start)
        return self.frames(skip_before=None if self._by_dts else shown)

    def _go_to(self, pts_ns: int) -> None:
        """Go to the last key frame at or before a time; at 0 and before it to the very first packet."""
        # Broadcast files have no index and are searched by time: aiming well before the start finds it.
        ticks = self._ticks_at(pts_ns if pts_ns > 0 else -_BEFORE_START_NS)
        for attempt in (ticks, self._ticks_at(0)):
            try:
                self._container.seek(attempt, stream=self._stream)
                return
            except (av.FFmpegError, OSError):
                continue

    def _ticks_at(self, pts_ns: int) -> int:
        return (self._origin or 0) + floor(Fraction(pts_ns, _SECOND_NS) / self._time_base)

    def _note(self, packet: Packet[VideoStream]) -> None:
        """Keep count of how far the file was read and what in it is damaged."""
        self._at_end = not packet.size  # the empty packet that flushes the decoder
        if packet.size and packet.pts is not None:
            end = packet.pts + (packet.duration or 0) - (self._origin or 0)
            self._read_ns = max(self._read_ns, ns_from_ticks(end, self._time_base))
        if packet.is_corrupt:
            self._damaged += 1

    def close(self) -> None:
        """Close the file; frames that were handed out stay valid."""
        if not self.closed:
            self.closed = True
            self._container.close()


def _usual_rate(rate: Fraction) -> Fraction:
    """Return the broadcast rate that a rate worked out from rounded times stands for, if any does."""
    near = (usual for usual in _USUAL_RATES if abs(rate / usual - 1) < Fraction(1, 10_000))
    return next(near, rate)


def _clock_ns(text: str) -> int | None:
    """Return the nanoseconds of `00:01:02.345000000`; None for any other text."""
    try:
        hours, minutes, seconds = text.split(":")
        return round((int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds)) * _SECOND_NS)
    except ValueError:
        return None
