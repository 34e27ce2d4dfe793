"""Writes the images of a whole video as a file that plays everywhere, with the sound of its source."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av

from yolocam.errors import OneOutputError, SinkError, SourceError, reason_of
from yolocam.files.output_file import failure, prepare_file
from yolocam.frame import Frame, Image, SourceInfo
from yolocam.media.encoding.crash_safe_file import CrashSafeFile
from yolocam.media.encoding.encoder_settings import FILE, EncoderSettings
from yolocam.media.encoding.encoders import working_encoders
from yolocam.media.encoding.faststart import move_index_first
from yolocam.media.encoding.muxers import muxer_of
from yolocam.media.encoding.rate_limit import RateLimit, kept_rate
from yolocam.media.encoding.video_clock import VideoClock
from yolocam.media.encoding.video_track import VideoTrack
from yolocam.media.sound.audio_track import AudioTrack

FALLBACK_RATE = Fraction(25)


class VideoWriter:
    """H.264, or what `encoder` says, with the source's times and sound; MP4 has its index in front.

    Each frame stands at its own media time: a constant 30000/1001 stays that, a variable rate stays
    variable, and as many frames come out as go in, unless `encoder` asks for fewer a second. Odd sides grow
    by one pixel, which repeats the edge, because H.264's usual format stores one colour for 2x2 pixels. The
    source's sound is copied if the container holds its format, else turned into AAC; `warn` takes one
    sentence when it cannot be kept.

    With a `first` frame that and its sound are the beginning, as of a source that is read from the middle
    on. `threads` is the encoder's, 0 leaves the choice to it. Raises SinkError when the file cannot be
    opened, encoded or written.
    """

    def __init__(
        self,
        path: Path,
        *,
        source_info: SourceInfo,
        encoder: EncoderSettings = FILE,
        threads: int = 0,
        warn: Callable[[str], None] | None = None,
        first: Frame | None = None,
    ) -> None:
        self.path = path
        self._warn = warn or (lambda message: None)
        self._size_wh = source_info.size_wh
        self._clock = VideoClock(source_info, first)
        self._gap = 1 / source_info.fps if source_info.fps else Fraction(1, 25)
        self._rate = RateLimit(encoder.fps)
        self._first: Fraction | None = None
        self._last: Fraction | None = None
        self._end = Fraction(0)
        self._audio: AudioTrack | None = None
        self._file = replace_file(path, synced=source_info.live)  # what is live comes once
        try:
            self._encoders = working_encoders(encoder)
            self._begin(source_info, encoder, threads, source_info.path if source_info.has_audio else None)
        except SinkError:
            self._release()
            raise

    def _begin(self, info: SourceInfo, settings: EncoderSettings, threads: int, sound: Path | None) -> None:
        """Open encoder and muxer and write the header, without sound if it fails with it."""
        try:
            muxer = muxer_of(self.path)
            self._container = av.open(self._file, "w", format=muxer.name, options=dict(muxer.film))
            self._video = VideoTrack(
                self._container,
                self._encoders,
                settings,
                info.size_wh,
                kept_rate(info.fps, settings.fps) or FALLBACK_RATE,
                self._clock.time_base,
                pixel_aspect=info.pixel_aspect,
                threads=threads,
            )
            self._audio = None if sound is None else self._open_audio(sound)
            self._container.start_encoding()
        except (av.FFmpegError, OSError, ValueError) as error:
            if self._audio is None or self._file.error is not None:
                raise self._failure(error) from error
            self._audio.close()
            self._warn(f"the sound of {sound} cannot be kept: {reason_of(error)}")
            self._begin(info, settings, threads, None)

    def write(self, frame: Frame, image: Image) -> None:
        """Encode an image at the time of its frame, and mux the sound up to it."""
        self._check_size(image)
        start = self._audio.video_start if self._audio is not None else Fraction(0)
        base = self._clock.time_base
        ticks = self._clock.ticks(frame) + round(start / base)
        duration = self._clock.duration(frame) * base
        time = ticks * base
        self._end = time + duration
        if not self._rate.takes(time - start):
            return
        if self._last is not None:
            self._gap = time - self._last
        self._first = time if self._first is None else self._first
        self._last = time
        try:
            if self._audio is not None:
                self._audio.write_until(time)
            self._container.mux(self._video.encode(image, ticks, round(self._rate.shown(duration) / base)))
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self._failure(error) from error

    def close(self) -> None:
        """Encode what is left, complete the file and put its index in front."""
        try:
            if self._last is not None:
                self._container.mux(self._video.flush())
                if self._audio is not None:
                    self._audio.finish(self._last, self._gap)
            self._container.close()
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self._failure(error) from error
        finally:
            with contextlib.suppress(av.FFmpegError, OSError, ValueError):
                self._container.close()
            late = self._release()
        if late is not None:
            raise self._failure(late)
        if self._first is not None and muxer_of(self.path).has_index:
            move_index_first(self.path, self._end - self._first)

    def _release(self) -> OSError | None:
        if self._audio is not None:
            self._audio.close()
        return self._file.close()

    def _open_audio(self, path: Path) -> AudioTrack | None:
        try:
            return AudioTrack(path, self._container, self._warn, self._clock.start)
        except SourceError as error:
            self._warn(str(error))
            return None

    def _check_size(self, image: Image) -> None:
        height, width = image.shape[:2]
        if (width, height) != self._size_wh:
            expected = f"{self._size_wh[0]}x{self._size_wh[1]}"
            raise OneOutputError(f"{self.path} got a frame of {width}x{height} pixels, expected {expected}")

    def _failure(self, error: Exception) -> SinkError:
        return failure(self.path, self._file.error or error)


def replace_file(path: Path, *, synced: bool = False) -> CrashSafeFile:
    """Open a new file in place of one of an earlier run; `synced` as in CrashSafeFile."""
    prepare_file(path)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise failure(path, error, "{} cannot be replaced") from error
    return CrashSafeFile(path, synced=synced)
