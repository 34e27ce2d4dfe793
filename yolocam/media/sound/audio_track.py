"""Carries the sound of a source file over into the annotated video, in step with its images."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.bitstream import BitStreamFilterContext
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from yolocam.errors import SourceError, reason_of
from yolocam.media.clock_jumps import packets_in_step
from yolocam.media.containers import clock_may_jump, open_media, video_stream_of
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS, reason

COPIED_CODECS = frozenset({"aac", "mp3", "mp3float", "opus", "libopus", "flac", "alac", "ac3", "eac3"})
"""Sound that MP4 holds and players take as it is; anything else becomes AAC."""

_LESS = {
    "mov": COPIED_CODECS - {"opus", "libopus", "flac"},
    "mpegts": COPIED_CODECS - {"alac", "flac"},
}
"""The same of containers that hold less, by FFmpeg's name."""

_AAC_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000)
_AAC_BITS_PER_SECOND = 160_000

_LEAD_S = 1
"""So many seconds before the wanted time a search may end, for what is found lies near it only."""

_MOST_HELD = 2000
"""Packets kept back at the end, until it is clear whether the video was read to its own end."""


class AudioTrack:
    """The first sound track of a video file, muxed into `output` as the images advance.

    Times are seconds as Fractions from `origin`, the start of the earlier of sound and images.
    `video_start` is where the first image belongs on that scale. With `begin`, in seconds from the first
    image, what lies before it is left out, and it is the origin. A track that fails on the way is
    told to `warn` in one sentence and ends there; the images go on.
    Raises SourceError when the file or its sound cannot be opened.
    """

    def __init__(
        self,
        path: Path,
        output: OutputContainer,
        warn: Callable[[str], None],
        begin: Fraction = Fraction(0),
    ) -> None:
        self._path = path
        self._output = output
        self._warn = warn
        self._input = open_media(path)
        try:
            self._stream = self._sound()
            self._video = video_stream_of(self._input)
            copied = _LESS.get(output.format.name, COPIED_CODECS)
            self._copied = self._stream.codec_context.name in copied
            self._out = self._add_stream()
        except (av.FFmpegError, ValueError, OSError) as error:
            self._input.close()
            raise SourceError(f"the sound of {path} cannot be kept: {reason_of(error)}") from error
        except SourceError:
            self._input.close()
            raise
        sound_start, picture_start = _start(self._stream), _start(self._video)
        self.origin = picture_start + begin if begin else min(sound_start, picture_start)
        self._cut = begin > 0
        self.video_start = Fraction(0) if begin else picture_start - self.origin
        if begin and not clock_may_jump(self._input):  # where it does, times lead nowhere
            self._go_to_origin()
        self._packets = self._demux()
        self._ahead: Packet[Stream] | None = None
        self._video_seen = Fraction(-1)
        self._last_dts = -(1 << 63)
        self._ended = False
        self._unwrap = self._unwrapper()

    def write_until(self, time: Fraction) -> None:
        """Mux the sound up to a time; OSError when the output cannot be written."""
        while not self._ended:
            packet = self._ahead or self._next_sound()
            self._ahead = packet
            if packet is None or self._time(packet) > time:
                return
            self._ahead = None
            self._write(packet)

    def finish(self, last: Fraction, gap: Fraction) -> None:
        """Mux the rest and end the track; `last` is the last image's time, `gap` its duration.

        All the sound is kept if the images were written to their end. If there are later ones in the
        file the run was cut short, and the sound is cut with it.
        """
        held: deque[Packet[Stream]] = deque([self._ahead] if self._ahead else [])
        end = last + gap + gap / 2
        while self._video_seen <= end and len(held) < _MOST_HELD:
            packet = self._next_sound()
            if packet is None:
                break
            held.append(packet)
        cut = self._video_seen > end
        for packet in held:
            if not cut or self._time(packet) <= last + gap:
                self._write(packet)
        while not cut and (rest := self._next_sound()) is not None:
            self._write(rest)
        if not self._copied:
            self._flush_encoder()
        self._ended = True

    def close(self) -> None:
        """Close the source file."""
        self._ended = True
        self._input.close()

    def _sound(self) -> AudioStream:
        for stream in self._input.streams.audio:
            if stream.codec_context is not None:
                return stream
        raise SourceError(f"the sound of {self._path} is in a format that cannot be decoded")

    def _add_stream(self) -> AudioStream:
        if self._copied:
            return self._output.add_stream_from_template(self._stream)
        context = self._stream.codec_context
        rate = context.sample_rate if context.sample_rate in _AAC_RATES else 48_000
        out = self._output.add_stream("aac", rate=rate)
        out.codec_context.layout = "mono" if context.channels == 1 else "stereo"
        out.codec_context.bit_rate = _AAC_BITS_PER_SECOND
        return out

    def _unwrapper(self) -> BitStreamFilterContext | None:
        """Return what turns AAC as broadcast (ADTS, told by its missing header) into AAC as MP4 has it."""
        context = self._stream.codec_context
        if not self._copied or context.name != "aac" or context.extradata:
            return None
        return BitStreamFilterContext("aac_adtstoasc", self._stream)

    def _demux(self) -> Iterator[Packet[Stream]]:
        try:
            yield from packets_in_step(self._input, self._stream, self._video)
        except MEDIA_ERRORS as error:
            self._warn(f"the sound of {self._path} breaks off: {reason(error)}")

    def _go_to_origin(self) -> None:
        """Pass over what lies before the origin, as far as the container can be searched."""
        base = self._stream.time_base or Fraction(1, 1_000_000)
        with contextlib.suppress(av.FFmpegError, OSError):
            self._input.seek(int((self.origin - _LEAD_S) / base), stream=self._stream)

    def _next_sound(self) -> Packet[Stream] | None:
        """Return the next packet of sound; notes how far the images are on the way."""
        for packet in self._packets:
            if packet.pts is None and packet.dts is None:
                continue  # nothing to place it by; also the empty packet at the end
            if packet.stream_index == self._stream.index:
                if self._cut and self._time(packet) < 0:
                    continue  # before the beginning
                return packet
            if not packet.is_discard:
                self._video_seen = max(self._video_seen, self._time(packet))
        return None

    def _time(self, packet: Packet[Stream]) -> Fraction:
        ticks = packet.pts if packet.pts is not None else packet.dts
        return (ticks or 0) * packet.time_base - self.origin

    def _write(self, packet: Packet[Stream]) -> None:
        if self._ended:
            return
        try:
            if self._copied:
                self._copy(packet)
            else:
                self._transcode(packet)
        except OSError:
            raise  # the output is at fault
        except (av.FFmpegError, ValueError) as error:
            self._fail(error)

    def _copy(self, packet: Packet[Stream]) -> None:
        shift = round(self.origin / packet.time_base)
        packet.pts = None if packet.pts is None else packet.pts - shift
        packet.dts = None if packet.dts is None else packet.dts - shift
        if packet.dts is not None:
            if packet.dts <= self._last_dts:
                return  # at a jump of the clock sound may overlap with what was written
            self._last_dts = packet.dts
        for part in self._unwrap.filter(packet) if self._unwrap else [packet]:
            part.stream = self._out
            self._output.mux(part)

    def _transcode(self, packet: Packet[Stream]) -> None:
        for frame in self._stream.codec_context.decode(packet):
            if frame.pts is not None and frame.time_base:
                frame.pts -= round(self.origin / frame.time_base)
            self._output.mux(self._out.encode(frame))

    def _flush_encoder(self) -> None:
        if self._ended:
            return
        try:
            for frame in self._stream.codec_context.decode(None):
                self._output.mux(self._out.encode(frame))
            self._output.mux(self._out.encode(None))
        except OSError:
            raise
        except (av.FFmpegError, ValueError) as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._ended = True
        self._warn(f"the sound of {self._path} cannot be kept: {reason_of(error)}")


def _start(stream: Stream | None) -> Fraction:
    if stream is None or stream.start_time is None or stream.time_base is None:
        return Fraction(0)
    return stream.start_time * stream.time_base
