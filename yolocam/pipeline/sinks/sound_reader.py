"""Reads the sound of a media file as samples from any moment on, with silence where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.pipeline.sources.video_file import open_media, video_stream_of

_SECOND_NS = 1_000_000_000
_AAC_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)


class SoundReader:
    """The first sound track of a file, float32, mono or stereo, at `rate` samples per second.

    Times count from the start of the video track, as those of frames do. What cannot be decoded is
    silence. Used by one thread at a time. Raises SourceError if there is no sound to read.
    """

    def __init__(self, path: Path) -> None:
        self._container = open_media(path)
        try:
            self._stream, self.rate = self._checked(path)
        except SourceError:
            self._container.close()
            raise
        self.layout = "mono" if self._stream.codec_context.channels == 1 else "stereo"
        video = video_stream_of(self._container)
        self._origin_s = _start_s(video) if video is not None else 0.0
        self._frames: Iterator[AudioFrame] = iter(())
        self._resampler = self._new_resampler()
        self._samples: NDArray[np.float32] = self._silence(0)  # decoded, not yet asked for
        self._position = 0  # of `_samples`, in samples of media time
        self._ended = False

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

    def go_to(self, media_ns: int) -> None:
        """Make the next `read` start at a media time."""
        self._position = media_ns * self.rate // _SECOND_NS
        self._samples = self._silence(0)
        self._resampler = self._new_resampler()
        self._ended = False
        target_s = media_ns / _SECOND_NS + self._origin_s
        try:
            # A little early: the decoder of a compressed format needs a run-up.
            self._container.seek(max(0, int((target_s - 0.2) * av.time_base)))
            self._frames = self._container.decode(self._stream)
        except (av.FFmpegError, OSError):
            self._ended = True

    def read(self, count: int) -> NDArray[np.float32]:
        """Return the next samples, float32 (channels, count) in -1..1."""
        while self._samples.shape[1] < count and not self._ended:
            self._decode_more()
        found = self._samples[:, :count]
        self._samples = self._samples[:, count:]
        self._position += count
        missing = count - found.shape[1]
        return np.ascontiguousarray(np.concatenate([found, self._silence(missing)], axis=1))

    def close(self) -> None:
        """Close the file."""
        self._ended = True
        self._frames = iter(())
        self._container.close()

    def _decode_more(self) -> None:
        try:
            frame = next(self._frames, None)
            pieces = self._resampler.resample(frame)
        except (av.FFmpegError, OSError, ValueError):
            self._ended = True
            return
        self._ended = frame is None
        for piece in pieces:
            self._take(piece)

    def _take(self, piece: AudioFrame) -> None:
        """Append decoded samples where their time stamp puts them."""
        samples = np.asarray(piece.to_ndarray(), np.float32)
        end = self._position + self._samples.shape[1]
        if piece.pts is None or piece.time_base is None:
            start = end
        else:
            start = round((float(piece.pts * piece.time_base) - self._origin_s) * self.rate)
        if abs(start - end) <= 1:  # a rounded time stamp, not a gap
            start = end
        if start > end:
            samples = np.concatenate([self._silence(min(start - end, 10 * self.rate)), samples], axis=1)
        elif start < end:
            samples = samples[:, end - start :]
        self._samples = np.concatenate([self._samples, samples], axis=1)

    def _new_resampler(self) -> AudioResampler:
        return AudioResampler(format="fltp", layout=self.layout, rate=self.rate)

    def _silence(self, count: int) -> NDArray[np.float32]:
        return np.zeros((1 if self.layout == "mono" else 2, count), np.float32)


def _start_s(stream: VideoStream) -> float:
    if stream.start_time is None or stream.time_base is None:
        return 0.0
    return float(stream.start_time * stream.time_base)
