"""An open video file: its facts, its frames as the decoder gives them, and what is wrong with it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from math import floor
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from yolocam.errors import SourceError
from yolocam.frame import SourceInfo
from yolocam.media.card_decoding import card_decoder, not_opened, refused
from yolocam.media.clock_jumps import ClockMender, packets_of
from yolocam.media.containers import clock_may_jump, has_no_clock, open_media, video_stream_of
from yolocam.media.declared import (
    SECOND_NS,
    counted_rate,
    declared_length,
    declared_rate,
    ns_from_ticks,
)
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS, reason
from yolocam.media.packet_index import index_if_small, index_packets
from yolocam.media.pyav import MAX_PIXELS, fraction_of
from yolocam.media.read_report import ReadReport

_MOST_PIXELS_AT_ONCE = MAX_PIXELS
"""Pixels that the decoder's threads may have under way: each of them holds a frame."""

_BEFORE_START_NS = 10 * SECOND_NS


class VideoFile:
    """The container and its video track; used by one thread at a time.

    `fps` is the average rate, `frame_ns` the time it gives a frame (1/25 s if unknown). Where the clock
    of the container jumps, all times are those of a clock that runs on; where it has none, frames are
    counted. `frame_count` is None where the file does not say. With a `card` it decodes there; CardRefused
    says where that ends, and `leave_card` begins anew without.
    """

    def __init__(self, path: Path, threads: int, card: int | None = None) -> None:
        self._card = card
        self._path = path
        self._threads = threads
        self._report = ReadReport()
        self._to_pass_over = 0
        self.closed = False
        self._container = self._opened()
        with self._telling():
            self._open_track()
            self._take_down()

    def _opened(self) -> InputContainer:
        if self._card is None:
            return open_media(self._path)
        try:
            return open_media(self._path, card_decoder(self._card))
        except MEDIA_ERRORS as error:
            raise not_opened(error) from error

    def leave_card(self) -> None:
        """Begin anew, decoding on the processor."""
        self._card = None
        self._go_to_packet(0)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        """Close the file and raise SourceError if anything goes wrong with opening it."""
        try:
            yield
        except SourceError:
            self._container.close()
            raise
        except MEDIA_ERRORS as error:
            self._container.close()
            raise SourceError(f"{self._path} cannot be opened as a video: {reason(error)}") from error

    def _open_track(self) -> None:
        stream = video_stream_of(self._container)
        if stream is None:
            raise SourceError(f"{self._path} holds no video")
        try:
            width, height = stream.codec_context.width, stream.codec_context.height
        except (AttributeError, ValueError) as error:
            raise SourceError(
                f"{self._path} holds a video in a format that cannot be decoded; convert it to H.264 in MP4"
            ) from error
        if width * height > MAX_PIXELS:
            raise SourceError(f"{self._path} declares {width}x{height} pixels, expected at most 16384x8640")
        context = stream.codec_context
        context.thread_type = "AUTO"
        context.thread_count = min(self._threads, max(1, _MOST_PIXELS_AT_ONCE // max(width * height, 1)))
        context.options = {"max_pixels": str(MAX_PIXELS)}
        self.stream = stream

    def _take_down(self) -> None:
        """Note what the container declares of the track, and what can be relied on of it."""
        stream = self.stream
        # AVI knows only the order of decoding: what it gives for times of showing is made up. A decoded
        # frame's dts runs evenly there, later than it should by what the decoder holds back.
        self._by_dts = self._container.format.name == "avi"
        self._held_back: int | None = None
        self._counted: int | None = 0 if has_no_clock(self._container) else None
        self._clock = ClockMender(stream) if clock_may_jump(self._container) else None
        searched_by_time = self._counted is None and self._clock is None
        self._index = None if searched_by_time else index_if_small(self._path)
        if self._counted is None:
            self._time_base = fraction_of(stream.time_base) or Fraction(1, SECOND_NS)
            self._origin = stream.start_time
            self.fps = declared_rate(stream, self._time_base, by_guess=self._by_dts)
            self._declared_ns = declared_length(self._container, stream, self._time_base)
        else:
            self.fps = counted_rate(stream)
            self._time_base, self._origin, self._declared_ns = 1 / self.fps, 0, None
        self.frame_ns = round(SECOND_NS / (self.fps or 25))
        tagged = "DURATION" in stream.metadata
        self._own_duration = bool(stream.duration or tagged or not self._container.streams.audio)
        counts_fields = self._by_dts and self.fps != stream.average_rate
        self.frame_count = None if counts_fields else stream.frames or None

    @property
    def duration_ns(self) -> int | None:
        """Length of the track (of the file, if the track's is unknown); None where the file does not say.

        Of a large file whose clock jumps it is known only when the last jump was met.
        """
        if self._index is not None:
            return ns_from_ticks(self._index.end - (self._origin or 0), self._time_base)
        if self._clock is None or self._declared_ns is None:
            return self._declared_ns
        mended_ns = self._declared_ns + ns_from_ticks(self._clock.offset, self._time_base)
        return max(mended_ns, self._report.read_ns)

    @property
    def estimated_frame_count(self) -> int | None:
        """Length times rate; None if one of them is unknown."""
        if self.duration_ns is None or self.fps is None:
            return None
        return round(Fraction(self.duration_ns, SECOND_NS) * self.fps)

    def describe(self, name: str, size_wh: tuple[int, int], pixel_aspect: Fraction | None) -> SourceInfo:
        """Return what is known of the video; `size_wh` and `pixel_aspect` are of the upright image."""
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
            pixel_aspect=pixel_aspect,
        )

    @property
    def problem(self) -> str | None:
        """What is wrong with the file as far as it was read; None if nothing is."""
        # Of a file whose length is that of the sound, the images may end earlier.
        known = self._own_duration and self._counted is None
        return self._report.problem(self.duration_ns if known else None)

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
        return ns_from_ticks(ticks - self._origin, fraction_of(frame.time_base) or self._time_base)

    def frames(self, skip_before: int | None = None) -> Iterator[av.VideoFrame]:
        """Decode from here to the end, passing over what is damaged.

        Of the frames before the time stamp `skip_before` only those are decoded that others build on.
        """
        context = self.stream.codec_context
        for packet in self._packets():
            skip = skip_before is not None and packet.pts is not None and packet.pts < skip_before
            context.skip_frame = "NONREF" if skip else "DEFAULT"
            try:
                decoded = packet.decode()
            except MEDIA_ERRORS as error:
                if self._card is not None:  # a damaged packet too: the processor tells them apart
                    raise refused(error) from error
                self.note_damage()
                continue
            yield from decoded if self._counted is None else self._count(decoded)

    def note_damage(self) -> None:
        """Count a packet of which no image can be made."""
        self._report.damage()

    def frames_towards(self, pts_ns: int, lead_ns: int) -> Iterator[av.VideoFrame]:
        """Decode from a key frame to the frame shown at a time and on.

        It is the last key frame before `pts_ns - lead_ns`. What lies before the frame shown is left out
        unless other frames build on it.
        """
        target, start = self._ticks_at(pts_ns), pts_ns - lead_ns
        jumped = self._clock is not None and self._clock.offset
        if self._index is None and (jumped or self._counted is not None):
            self._index = index_packets(self._path)
        if self._index is not None:
            key = self._index.key_before(self._ticks_at(start))
            self._go_to_packet(key)
            return self.frames(None if self._counted is not None else self._index.shown_at(target, key))
        self._go_to(start)
        shown = self._shown_at(target)
        self._go_to(start)
        return self.frames(skip_before=None if self._by_dts else shown)

    def _count(self, decoded: list[av.VideoFrame]) -> Iterator[av.VideoFrame]:
        """Give frames their number for a time."""
        for frame in decoded:
            assert self._counted is not None
            frame.pts, frame.time_base = self._counted, self._time_base
            self._counted += 1
            yield frame

    def _packets(self) -> Iterator[Packet[VideoStream]]:
        """Yield packets on the mended time line; what cannot be read ends them and is kept as the reason."""
        try:
            for packet in packets_of(self._container, self.stream):
                jumped = self._clock is not None and self._clock.mend(packet)
                if self._to_pass_over and packet.size:
                    self._to_pass_over -= 1
                    continue
                self._note(packet, jumped)
                yield packet
                if self.closed:
                    return
        except MEDIA_ERRORS as error:
            self._report.stopped_by = reason(error)

    def _shown_at(self, target: int) -> int | None:
        """Read on to a time; returns the time stamp of the frame shown then."""
        shown: int | None = None
        for packet in self._packets():
            if packet.pts is not None and packet.pts <= target:
                shown = max(packet.pts, packet.pts if shown is None else shown)
            if packet.dts is None or packet.dts > target:
                break  # no later packet can be shown earlier than it is decoded
        return shown

    def _go_to(self, pts_ns: int) -> None:
        """Go to the last key frame at or before a time; at 0 and before it to the very first packet."""
        # Broadcast files have no index and are searched by time: aiming well before the start finds it.
        ticks = self._ticks_at(pts_ns if pts_ns > 0 else -_BEFORE_START_NS)
        for attempt in (ticks, self._ticks_at(0)):
            try:
                self._container.seek(attempt, stream=self.stream)
            except MEDIA_ERRORS:
                continue
            break
        if self._clock is not None:
            self._clock.resume()

    def _go_to_packet(self, position: int) -> None:
        """Begin anew and pass over packets up to a position: times lead nowhere in such a file."""
        self._container.close()
        self._container = self._opened()
        with self._telling():
            self._open_track()
        if self._clock is not None:
            self._clock.restart()
        if self._counted is not None:
            self._counted = position
        self._to_pass_over = position

    def _ticks_at(self, pts_ns: int) -> int:
        return (self._origin or 0) + floor(Fraction(pts_ns, SECOND_NS) / self._time_base)

    def _note(self, packet: Packet[VideoStream], jumped: bool) -> None:
        if not packet.size:  # the empty packet that flushes the decoder
            self._report.end()
            return
        end = None if packet.pts is None else packet.pts + (packet.duration or 0) - (self._origin or 0)
        end_ns = None if end is None else ns_from_ticks(end, self._time_base)
        self._report.packet(end_ns, corrupt=packet.is_corrupt, after_jump=jumped)

    def close(self) -> None:
        """Close the file; frames that were handed out stay valid."""
        if not self.closed:
            self.closed = True
            self._container.close()
