"""Reads the sound of a media file as samples from any moment on, with silence where there is none."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.media.clock_jumps import packets_in_step, packets_of
from yolocam.media.containers import clock_may_jump, open_media, video_stream_of
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS
from yolocam.media.packet_index import index_if_small

_SECOND_NS = 1_000_000_000
_JITTER_PARTS = 100
"""Time stamps that are off by less than this part of a second are taken for rounded."""

_RUN_UP_S = 0.2

_AAC_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)


class SoundReader:
    """The first sound track of a file, float32, mono or stereo, at `rate` samples per second.

    With a `rate` that is given it is stereo at that rate, whatever the file has.

    Times count from the start of the video track, as those of frames do. What cannot be decoded is
    silence. Used by one thread at a time. Raises SourceError if there is no sound to read.
    """

    lag_s = 0.0

    def __init__(self, path: Path, rate: int | None = None) -> None:
        self._path = path
        self._container = open_media(path)
        try:
            self._stream, self.rate = self._checked(path)
        except SourceError:
            self._container.close()
            raise
        self._jumps = clock_may_jump(self._container) and index_if_small(path) is not None
        mono = rate is None and self._stream.codec_context.channels == 1
        self.layout = "mono" if mono else "stereo"
        self.rate = rate or self.rate
        video = video_stream_of(self._container)
        self._origin_s = _start_s(video) if video is not None else 0.0
        self._frames: Iterator[AudioFrame] = iter(())
        self._resampler = self._new_resampler()
        self._pieces: deque[AudioFrame] = deque()  # decoded, not yet looked at
        self._samples = self._silence(0)  # decoded, not yet asked for
        self._start = 0  # of `_samples`, like `_position` in samples of media time
        self._position = 0  # of what is read next
        self._exact = True  # whether the next piece must stand exactly where its time stamp says
        self._ended = True

    def _checked(self, path: Path) -> tuple[AudioStream, int]:
        stream = next(iter(self._container.streams.audio), None)
        if stream is None:
            raise SourceError(f"{path} holds no sound")
        try:
            rate, channels = stream.codec_context.sample_rate, stream.codec_context.channels
        except (AttributeError, ValueError) as error:
            raise SourceError(f"{path} holds sound in a format that cannot be decoded") from error
        if not rate or not channels:
            raise SourceError(f"{path} holds sound in a format that cannot be decoded")
        return stream, rate if rate in _AAC_RATES else 48_000

    @property
    def media_ns(self) -> int:
        """The media time at which the next `read` starts."""
        return self._position * _SECOND_NS // self.rate

    def go_to(self, media_ns: int) -> None:
        """Make the next `read` start at a media time."""
        self._position = media_ns * self.rate // _SECOND_NS
        self._pieces.clear()
        self._samples = self._silence(0)
        self._resampler = self._new_resampler()
        self._exact = True
        self._ended = False
        # A little early: the decoder of a compressed format needs a run-up.
        start_s = media_ns / _SECOND_NS + self._origin_s - _RUN_UP_S
        try:
            if self._jumps:
                self._frames = self._read_up_to(start_s)
            else:
                self._container.seek(max(0, int(start_s * av.time_base)))
                self._frames = _decoded(packets_of(self._container, self._stream))
        except MEDIA_ERRORS:
            self._ended = True

    def read(self, count: int) -> NDArray[np.float32]:
        """Return the next samples, float32 (channels, count) in -1..1."""
        found = [self._silence(0)]
        while count:
            while not self._samples.shape[1] and (self._pieces or not self._ended):
                self._decode_more()
            if not self._samples.shape[1]:
                run = self._silence(count)
            elif self._start > self._position:
                run = self._silence(min(count, self._start - self._position))
            else:
                run, self._samples = self._samples[:, :count], self._samples[:, count:]
                self._start += run.shape[1]
            self._position += run.shape[1]
            count -= run.shape[1]
            found.append(run)
        return np.concatenate(found, axis=1)

    def close(self) -> None:
        """Close the file."""
        self._ended = True
        self._frames = iter(())
        self._container.close()

    def _read_up_to(self, start_s: float) -> Iterator[AudioFrame]:
        """Read from the very start, as times lead nowhere where the clock jumps; decode from a time on."""
        self._container.close()
        self._container = open_media(self._path)
        self._stream, _ = self._checked(self._path)
        packets = packets_in_step(self._container, self._stream, video_stream_of(self._container))
        sound = (packet for packet in packets if packet.stream_index == self._stream.index)
        return _decoded(p for p in sound if p.pts is None or float(p.pts * p.time_base) >= start_s)

    def _decode_more(self) -> None:
        if self._pieces:
            self._take(self._pieces.popleft())
            return
        try:
            frame = next(self._frames, None)
            self._pieces.extend(self._resampler.resample(frame))
        except MEDIA_ERRORS:
            self._ended = True
            return
        self._ended = frame is None

    def _take(self, piece: AudioFrame) -> None:
        """Make a piece the next samples, placed where its time stamp puts it."""
        samples = np.asarray(piece.to_ndarray(), np.float32)
        start = self._position
        if piece.pts is not None and piece.time_base is not None:
            start = round((float(piece.pts * piece.time_base) - self._origin_s) * self.rate)
        # Time stamps are rounded, in Matroska to a millisecond: followed closely they would crackle.
        if not self._exact and abs(start - self._position) <= self.rate // _JITTER_PARTS:
            start = self._position
        skipped = min(max(0, self._position - start), samples.shape[1])
        self._samples = samples[:, skipped:]
        self._start = start + skipped
        self._exact = self._exact and not self._samples.shape[1]

    def _new_resampler(self) -> AudioResampler:
        return AudioResampler(format="fltp", layout=self.layout, rate=self.rate)

    def _silence(self, count: int) -> NDArray[np.float32]:
        return np.zeros((1 if self.layout == "mono" else 2, count), np.float32)


def _decoded(packets: Iterable[Packet[Stream]]) -> Iterator[AudioFrame]:
    """Decode packets of sound, passing over what is damaged."""
    for packet in packets:
        with contextlib.suppress(*MEDIA_ERRORS):
            yield from cast(list[AudioFrame], packet.decode())


def _start_s(stream: VideoStream) -> float:
    if stream.start_time is None or stream.time_base is None:
        return 0.0
    return float(stream.start_time * stream.time_base)
