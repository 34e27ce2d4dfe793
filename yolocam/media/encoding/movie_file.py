"""One MP4, MKV, MOV or TS file that plays up to its last quarter of a second, whenever its program dies."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from yolocam.errors import SinkError, reason_of
from yolocam.frame import Image
from yolocam.media.encoding.crash_safe_file import CrashSafeFile
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.encoding.encoders import Encoder
from yolocam.media.encoding.muxers import muxer_of
from yolocam.media.encoding.video_track import VideoTrack
from yolocam.media.sound.followed_sound import FollowedSound
from yolocam.media.sound.sound_mix import MixNow, unmixed
from yolocam.media.sound.sound_track import FileSoundTrack, LiveSoundTrack, SoundTrack

_TIME_BASE = Fraction(1, 90_000)
_NS_PER_TICK = Fraction(1_000_000_000, 90_000)

_PIECE_BYTES = 1 << 22
"""Buffer of the muxer: large enough that a piece is one write to the file."""


class MovieFile:
    """Video, and AAC sound if there is any, in a new file; used by one thread at a time.

    The file is made at once; what it holds is decided by the first image. `encoders` are those of
    `working_encoders(settings)`. Raises SinkError when the file cannot be made.
    """

    def __init__(self, path: Path, encoders: Sequence[Encoder], settings: EncoderSettings) -> None:
        self.path = path
        self._encoders = encoders
        self._settings = settings
        self._muxer = muxer_of(path)
        self._file = CrashSafeFile(path, head_last=self._muxer.has_index, synced=True)
        self._container: OutputContainer | None = None
        self._video: VideoTrack | None = None
        self._sound: SoundTrack | None = None
        self._last_ticks = -1

    @property
    def bytes_written(self) -> int:
        """Size of the file so far."""
        return self._file.size

    def start(
        self,
        size_wh: tuple[int, int],
        fps: Fraction | None,
        sound_from: Path | FollowedSound | None = None,
        mix: MixNow = unmixed,
    ) -> None:
        """Lay down the tracks: images of this size, and sound, of a media file if that has any.

        `mix` is that of a file; sound that follows images has its own.
        """
        try:
            container = av.open(
                self._file,
                "w",
                format=self._muxer.name,
                container_options=dict(self._muxer.live),
                buffer_size=_PIECE_BYTES,
            )
            self._container = container
            rate = (fps or Fraction(30)).limit_denominator(1001)
            self._video = VideoTrack(container, self._encoders, self._settings, size_wh, rate, _TIME_BASE)
            if isinstance(sound_from, Path):
                self._sound = FileSoundTrack.beside(container, sound_from, mix)
            elif sound_from is not None:
                self._sound = LiveSoundTrack(container, sound_from)
            container.start_encoding()
        except (av.FFmpegError, OSError, ValueError) as error:
            if self._file.error is not None:
                raise self._failure(error) from error
            raise SinkError(
                f"{self.path} cannot hold pictures of {size_wh[0]}x{size_wh[1]}: {reason_of(error)}"
            ) from error

    def write(self, image: Image, at_ns: int, duration_ns: int) -> None:
        """Encode an image that stands at `at_ns` in the recording; SinkError if it cannot be written."""
        try:
            self._encode(image, at_ns, duration_ns)
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self._failure(error) from error

    def _encode(self, image: Image, at_ns: int, duration_ns: int) -> None:
        assert self._video is not None
        ticks = max(round(at_ns / _NS_PER_TICK), self._last_ticks + 1)
        self._last_ticks = ticks
        duration = round(duration_ns / _NS_PER_TICK)
        self._mux(self._video.encode(image, ticks, duration))

    def _mux(self, packets: list[Packet[VideoStream]]) -> None:
        assert self._container is not None
        for packet in packets:
            self._container.mux(packet)

    def continue_sound(self, moment_ns: int, at_ns: int, cut: bool) -> None:
        """Bring the sound up to an image of the source's moment `moment_ns` that stands at `at_ns`.

        The moment is media time of a file, of live sound that of the clock.
        """
        if self._sound is None:
            return
        try:
            self._sound.advance(moment_ns, at_ns, cut)
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self._failure(error) from error

    def close(self, end_ns: int = 0) -> None:
        """Write what is pending and the index, and close; a file without images is removed.

        `end_ns` is where the last image ends. Raises SinkError when the end could not be written;
        the file then ends earlier, and can be played.
        """
        try:
            if self._container is not None:
                self._finish(self._container, end_ns)
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self._failure(error) from error
        finally:
            self._container = self._video = None
            late = self._file.close()
        if late is not None:
            raise self._failure(late)

    def _finish(self, container: OutputContainer, end_ns: int) -> None:
        try:
            if self._file.error is None and self._video is not None and self._last_ticks >= 0:
                if self._sound is not None:
                    self._sound.finish(end_ns)
                self._mux(self._video.flush())
        finally:
            if self._sound is not None:
                self._sound.close()
            container.close()

    def _failure(self, error: Exception) -> SinkError:
        # The system's own error says more than what the muxer made of it.
        return SinkError(f"{self.path} cannot be written: {reason_of(self._file.error or error)}")
