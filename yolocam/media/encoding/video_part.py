"""The annotated images of a part of a film, compressed by themselves, and how the parts become one film."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.bitstream import BitStreamFilterContext
from av.packet import Packet
from av.video.stream import VideoStream

from yolocam.errors import OneOutputError, SinkError, SourceError
from yolocam.files.output_file import failure
from yolocam.frame import Frame, Image, SourceInfo
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.encoding.encoders import working_encoders
from yolocam.media.encoding.faststart import move_index_first
from yolocam.media.encoding.muxers import muxer_of
from yolocam.media.encoding.video_clock import VideoClock
from yolocam.media.encoding.video_track import VideoTrack
from yolocam.media.encoding.video_writer import FALLBACK_RATE, replace_file
from yolocam.media.sound.audio_track import AudioTrack

_PART_OPTIONS = {"movflags": "delay_moov", "use_editlist": "1"}


@dataclass(frozen=True, slots=True)
class PartPlace:
    """Where a part stands in its film, in units of `base` seconds: from `start` on, its last image at `last`.

    `duration` is for how long that one is shown.
    """

    start: int
    last: int
    duration: int
    base: Fraction


class PartWriter:
    """Writes the images of one part as MP4 whose times begin at 0; `place` says where they belong.

    They have the times and the form that `VideoWriter` gives them. Raises SinkError when the file cannot be
    written.
    """

    def __init__(self, path: Path, info: SourceInfo, encoder: EncoderSettings, threads: int) -> None:
        self._path = path
        self._clock = VideoClock(info)
        self._size_wh = info.size_wh
        self._start: int | None = None
        self._last = self._duration = 0
        self._file = replace_file(path)
        try:
            self._container = av.open(self._file, "w", format="mp4", options=_PART_OPTIONS)
            self._video = VideoTrack(
                self._container,
                working_encoders(encoder),
                encoder,
                info.size_wh,
                info.fps or FALLBACK_RATE,
                self._clock.time_base,
                pixel_aspect=info.pixel_aspect,
                threads=threads,
            )
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self._failure(error) from error
        except SinkError:
            self._file.close()
            raise

    @property
    def place(self) -> PartPlace | None:
        """Where the part belongs; None where no image came."""
        if self._start is None:
            return None
        return PartPlace(self._start, self._last, self._duration, self._clock.time_base)

    def write(self, frame: Frame, image: Image) -> None:
        """Encode an image."""
        if image.shape[1::-1] != self._size_wh:
            raise OneOutputError(f"{self._path} got a frame of another size than its first")
        ticks = self._clock.ticks(frame)
        self._start = ticks if self._start is None else self._start
        self._last, self._duration = ticks, self._clock.duration(frame)
        try:
            self._container.mux(self._video.encode(image, ticks - self._start, self._duration))
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self._failure(error) from error

    def close(self) -> None:
        """Complete the file."""
        try:
            if self._start is not None:
                self._container.mux(self._video.flush())
            self._container.close()
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self._failure(error) from error
        finally:
            with contextlib.suppress(av.FFmpegError, OSError, ValueError):
                self._container.close()
            self._file.close()

    def _failure(self, error: Exception) -> SinkError:
        return failure(self._path, self._file.error or error)


def join_parts(
    path: Path,
    parts: Sequence[tuple[Path, PartPlace]],
    *,
    sound: Path | None,
    warn: Callable[[str], None],
) -> None:
    """Put the parts of a film together, without encoding anew, with the sound of the film `sound`.

    Raises OneOutputError where they were compressed in different ways, SinkError when the file cannot be
    written. `warn` takes a sentence when the sound cannot be kept.
    """
    order = _Order([_times(part, place.base) for part, place in parts], [place for _, place in parts])
    file = replace_file(path)
    audio: AudioTrack | None = None
    muxer = muxer_of(path)
    try:
        with av.open(file, "w", format=muxer.name, options=dict(muxer.film)) as output:
            out, head = _add_track(output, parts[0][0])
            if sound is not None:
                try:
                    audio = AudioTrack(sound, output, warn)
                except SourceError as error:
                    warn(str(error))
            start = audio.video_start if audio is not None else Fraction(0)
            for part, place in parts:
                for packet in _packets(path, part, head, tells_again=muxer.name == "mpegts"):
                    order.put(packet, place, start)
                    if audio is not None:
                        audio.write_until((packet.pts or 0) * order.base)
                    packet.stream = out
                    output.mux(packet)
            if audio is not None:
                audio.finish(start + order.last * order.base, order.gap * order.base)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise failure(path, file.error or error) from error
    finally:
        if audio is not None:
            audio.close()
        file.close()
    if muxer.has_index:
        move_index_first(path, order.length)


class _Order:
    """Gives the packets of all parts the times of the whole film: those of showing, and those of decoding."""

    def __init__(self, times: list[list[int]], places: list[PartPlace]) -> None:
        self.base = places[0].base
        shown = [at + place.start for part, place in zip(times, places, strict=True) for at in sorted(part)]
        # A picture is decoded when that is shown which stands so many before it: the most that any waits.
        delay = max(_delay(part) for part in times)
        first, step = shown[0], shown[1] - shown[0] if len(shown) > 1 else 1
        self._decoded = iter([first - step * one for one in range(delay, 0, -1)] + shown)
        self.last = shown[-1]
        self.gap = shown[-1] - shown[-2] if len(shown) > 1 else 1
        self._end = places[-1].duration
        self.length = (self.last + self._end - first) * self.base

    def put(self, packet: Packet[VideoStream], place: PartPlace, start: Fraction) -> None:
        """Place a packet; `start` is where the first image stands, in seconds."""
        shift = round(start / self.base)
        ticks = round((packet.pts or 0) * packet.time_base / self.base) + place.start
        duration = round((packet.duration or 0) * packet.time_base / self.base)
        packet.time_base = self.base
        packet.pts, packet.dts = ticks + shift, next(self._decoded) + shift
        packet.duration = self._end if ticks == self.last else duration


def _delay(times: Sequence[int]) -> int:
    """Return how many packets at most stand before one that is shown earlier than they are."""
    place = {time: number for number, time in enumerate(sorted(times))}
    return max((number - place[time] for number, time in enumerate(times)), default=0)


def _times(part: Path, base: Fraction) -> list[int]:
    """Return the times of showing of a part's packets, in their order; SinkError where it cannot be read."""
    try:
        with av.open(str(part)) as container:
            packets = [one for one in container.demux(video=0) if one.size and one.pts is not None]
            return [round((one.pts or 0) * one.time_base / base) for one in packets]
    except (av.FFmpegError, OSError, IndexError) as error:
        raise failure(part, error, "{} cannot be read") from error


def _packets(path: Path, part: Path, head: bytes, *, tells_again: bool) -> Iterator[Packet[VideoStream]]:
    """Yield a part's packets; with `tells_again` key frames hold what a decoder has to know, as MP4 does not.

    FFmpeg sees to that for H.264 and HEVC by itself.
    """
    with av.open(str(part)) as container:
        track = container.streams.video[0]
        if bytes(track.codec_context.extradata or b"") != head:
            raise OneOutputError(
                f"{path} cannot be put together: its parts were compressed in different ways, as by other "
                "encoders; run it again in another folder with --encoder software, or --part-length 0"
            )
        packets = (packet for packet in container.demux(track) if packet.size)
        if tells_again and track.codec_context.name == "mpeg4":
            told = BitStreamFilterContext("dump_extra", track)
            packets = (one for packet in packets for one in told.filter(packet))
        yield from packets


def _add_track(output: av.container.OutputContainer, part: Path) -> tuple[VideoStream, bytes]:
    """Add a track like that of a part; returns it and what its decoder has to know first."""
    try:
        with av.open(str(part)) as container:
            track = container.streams.video[0]
            head = bytes(track.codec_context.extradata or b"")
            return output.add_stream_from_template(track, opaque=True), head
    except (av.FFmpegError, OSError, IndexError) as error:
        raise failure(part, error, "{} cannot be read") from error
