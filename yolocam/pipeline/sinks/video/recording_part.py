"""One part of a recording: images of one size from one source, and their detections."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal

from yolocam.errors import SinkError, reason_of
from yolocam.frame import Image, Rendered, SourceInfo, SourceSound
from yolocam.media.encoding.crash_safe_file import CrashSafeFile
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.encoding.encoders import Encoder
from yolocam.media.encoding.movie_file import MovieFile
from yolocam.media.encoding.rate_limit import RateLimit, kept_rate
from yolocam.media.sound.followed_sound import FollowedSound, followed_sound
from yolocam.media.sound.sound_mix import MixNow, unmixed
from yolocam.pipeline.sinks.names.dated_names import sibling
from yolocam.pipeline.sinks.results.jsonl import JsonLines
from yolocam.pipeline.sinks.video.recording_clock import RecordedTime, RecordingClock

What = Literal["annotated", "raw", "both"]

_SECOND_NS = 1_000_000_000


class RecordingPart:
    """The files of one part; used by one thread at a time.

    `seconds` is the length so far, `frames` the images recorded. Raises SinkError when a file
    exists already or cannot be made.
    """

    def __init__(
        self,
        path: Path,
        what: What,
        encoders: Sequence[Encoder],
        settings: EncoderSettings,
        *,
        audio: bool,
        jsonl: bool,
        sound_input: SourceSound | None = None,
        mix: MixNow = unmixed,
    ) -> None:
        self.path = path
        self.frames = 0
        self.seconds = 0.0
        self._what = what
        self._settings = settings
        self._audio = audio
        self._sound_input = sound_input
        self._mix = mix
        self._live_sound = False
        self._timeline = RecordingClock()
        self._rate = RateLimit(settings.fps)
        self._end_ns = 0
        self._movies: list[MovieFile] = []
        self._lines: CrashSafeFile | None = None
        self._json = JsonLines(painted=what != "raw")
        try:
            self._movies.append(MovieFile(path, encoders, settings))
            if what == "both":
                self._movies.append(MovieFile(sibling(path, f".raw{path.suffix}"), encoders, settings))
            if jsonl:
                self._lines = CrashSafeFile(sibling(path, ".jsonl"), synced=True)
        except SinkError:
            self.close()
            raise

    @staticmethod
    def endings(path: Path, what: What, jsonl: bool) -> tuple[str, ...]:
        """Return how the names of the files beside `path` end."""
        raw = (f".raw{path.suffix}",) if what == "both" else ()
        return (*raw, ".jsonl") if jsonl else raw

    @property
    def bytes_written(self) -> int:
        """Size of the movies so far."""
        return sum(movie.bytes_written for movie in self._movies)

    def cut(self) -> None:
        """Let the next frame follow the last one at once: what lies between is not to be recorded."""
        self._timeline.cut()

    def write(self, item: Rendered) -> None:
        """Record one frame; SinkError if a file cannot be written."""
        frame = item.frame
        # Not before: the size, the rate and the sound are the first frame's.
        if self.frames == 0:
            for movie in self._movies:
                fps = kept_rate(frame.source.fps, self._settings.fps)
                movie.start(frame.size_wh, fps, self._sound_beside(frame.source), self._mix)
        place = self._timeline.place(frame)
        self._end_ns = place.at_ns + place.duration_ns
        self.seconds = self._end_ns / 1e9
        if not self._rate.takes(Fraction(place.at_ns, _SECOND_NS)) and not place.cut:
            return  # the sound goes on with the next image
        shown_ns = round(self._rate.shown(Fraction(place.duration_ns, _SECOND_NS)) * _SECOND_NS)
        for movie, image in zip(self._movies, self._images(item), strict=True):
            moment_ns = frame.captured_ns if self._live_sound else frame.pts_ns
            movie.continue_sound(moment_ns, place.at_ns, place.cut)
            movie.write(image, place.at_ns, shown_ns)
        self._note(item, place)
        self.frames += 1

    def _sound_beside(self, source: SourceInfo) -> Path | FollowedSound | None:
        if not self._audio:
            return None
        if source.has_audio:
            return source.path
        sound = followed_sound(source, self._sound_input, self._mix)
        self._live_sound = sound is not None
        return sound

    def _images(self, item: Rendered) -> list[Image]:
        raw = item.frame.image
        if self._what == "raw":
            return [raw]
        if item.image is None:
            raise SinkError(f"{self.path} got no annotated picture for frame {item.frame.index}")
        return [item.image] if self._what == "annotated" else [item.image, raw]

    def _note(self, item: Rendered, place: RecordedTime) -> None:
        if self._lines is None:
            return
        line = self._json.line(item.detected, place.at_ns)
        try:
            self._lines.write(line.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise SinkError(f"{self._lines.path} cannot be written: {reason_of(error)}") from error

    def close(self) -> None:
        """Finish every file, also when one of them fails; then SinkError for the first that did."""
        errors: list[SinkError] = []
        # Each file is one that people may keep, so a full disk that spoils one must not leave another open.
        for movie in self._movies:
            try:
                movie.close(self._end_ns)
            except SinkError as error:
                errors.append(error)
        if self._lines is not None:
            self._lines.close()
        if errors:
            raise errors[0]
