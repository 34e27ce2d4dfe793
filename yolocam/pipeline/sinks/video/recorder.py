"""Records what the window shows, crash-safe, until it is closed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from yolocam.errors import SinkError
from yolocam.files.output_file import prepare_folder
from yolocam.frame import Frame, Rendered
from yolocam.media.encoding.encoder_settings import LIVE, EncoderSettings
from yolocam.media.encoding.encoders import working_encoders
from yolocam.media.encoding.muxers import SUFFIXES
from yolocam.media.sound.audio_choice import HeardInput
from yolocam.media.sound.sound_mix import MixNow, unmixed
from yolocam.pipeline.sinks.disk import MIN_FREE_BYTES, DiskGuard, free_bytes_of
from yolocam.pipeline.sinks.names.dated_names import part_path, unused_path
from yolocam.pipeline.sinks.video.recording_part import RecordingPart, What

_RATE_AFTER_S = 1.0
"""How much must be recorded before the time left is estimated."""


@dataclass(frozen=True, slots=True)
class RecordingState:
    """A recording at one moment.

    `path` is the file being written and `parts` are all of them, in order. `started_ns` is of
    `time.monotonic_ns()`. `seconds` is the length of what was recorded, over all parts, as are
    `frames` and `bytes`. `seconds_left` estimates when the disk reaches its limit, None while that is
    unknown, as is `free_bytes`. `error` is the sentence that ended the recording, if one did.
    """

    path: Path
    started_ns: int
    seconds: float = 0.0
    frames: int = 0
    bytes: int = 0
    free_bytes: int | None = None
    seconds_left: float | None = None
    parts: tuple[Path, ...] = ()
    error: str | None = None


class Recorder:
    """A sink that records to `path` (.mp4, .mkv, .mov, .ts), or to its first numbered form that is free.

    `what` is "annotated", "raw", or "both" (the raw images go to `name.raw.mp4`). With `jsonl` the
    detections go to `name.jsonl`, a line for each recorded frame. With `audio` the sound of the source is
    recorded with it, and beside a live one without sound that of `sound_input`, which is closed with the
    recording; `mix` says how loud and how late. When the size of the images or their source changes, the
    recording goes on in `name.part2.mp4`. Time runs as `RecordingClock` says. `on_recorded` is called after
    each encoded frame, on the recorder's thread.

    While `paused` is set, by any thread, frames are passed over, and the film goes on without a gap.

    After `kill -9`, what is missing is at most 0.25 s, two frames, and what waits to be encoded. Raises
    SinkError, here or from `write`, when the folder cannot be written to or has less than `min_free` bytes
    free; what was recorded can be played.
    """

    def __init__(
        self,
        path: Path,
        *,
        what: What = "annotated",
        encoder: EncoderSettings = LIVE,
        audio: bool = True,
        sound_input: HeardInput | None = None,
        mix: MixNow = unmixed,
        jsonl: bool = True,
        on_recorded: Callable[[], None] | None = None,
        min_free: int = MIN_FREE_BYTES,
        free_bytes: Callable[[Path], int] = free_bytes_of,
    ) -> None:
        if path.suffix.lower() not in SUFFIXES:
            raise SinkError(
                f"{path} cannot be recorded, expected a name that ends in {' or '.join(SUFFIXES)}"
            )
        prepare_folder(path.parent)
        self.wants_image = what != "raw"
        self._wanted = path
        self._what: What = what
        self._settings = encoder
        self._audio = audio
        self._sound_input = sound_input
        self._mix = mix
        self._jsonl = jsonl
        self._on_recorded = on_recorded
        self._expected = (encoder.bitrate or 0) / 8 * (2 if what == "both" else 1)  # bytes per second
        self._disk = DiskGuard(path.parent, min_free, free_bytes)
        self._disk.check()
        self._encoders = working_encoders(encoder)
        self._base: Path | None = None
        self._done: list[RecordingPart] = []
        self._error: str | None = None
        self._started_ns = time.monotonic_ns()
        self._part = self._new_part(1)
        self._last: Frame | None = None
        self.paused = False
        self._was_paused = False
        self._state = self._describe()

    @property
    def state(self) -> RecordingState:
        """The state at this moment; may be read on any thread."""
        return self._state  # replaced whole by the recorder's thread

    def write(self, item: Rendered) -> None:
        """Record one frame; repeated ones are passed over. SinkError ends the recording."""
        frame = item.frame
        if self.paused:
            self._was_paused = True
            return
        if frame.repeat:
            return
        try:
            self._disk.check()
            if self._last is not None and differs(self._last, frame):
                self._next_part()
            if self._was_paused:
                self._part.cut()
                self._was_paused = False
            self._part.write(item)
        except SinkError as error:
            self._error = str(error)
            self._state = self._describe()
            raise
        self._last = frame
        self._state = self._describe()
        if self._on_recorded is not None:
            self._on_recorded()

    def close(self) -> None:
        """Finish the files; SinkError if the end could not be written, when the files end earlier."""
        try:
            self._part.close()
        except SinkError as error:
            self._error = self._error or str(error)
            raise
        finally:
            self._state = self._describe()
            if self._sound_input is not None:
                self._sound_input.close()

    def _new_part(self, number: int) -> RecordingPart:
        wanted = part_path(self._base or self._wanted, number)
        path = unused_path(wanted, RecordingPart.endings(wanted, self._what, self._jsonl))
        self._base = self._base or path
        return RecordingPart(
            path,
            self._what,
            self._encoders,
            self._settings,
            audio=self._audio,
            jsonl=self._jsonl,
            sound_input=self._sound_input,
            mix=self._mix,
        )

    def _next_part(self) -> None:
        self._part.close()
        part = self._new_part(len(self._done) + 2)
        self._done.append(self._part)
        self._part = part

    def _describe(self) -> RecordingState:
        parts = [*self._done, self._part]
        seconds = sum(part.seconds for part in parts)
        written = sum(part.bytes_written for part in parts)
        room = self._disk.room
        bytes_per_s = written / seconds if written and seconds >= _RATE_AFTER_S else self._expected
        return RecordingState(
            path=self._part.path,
            started_ns=self._started_ns,
            seconds=seconds,
            frames=sum(part.frames for part in parts),
            bytes=written,
            free_bytes=self._disk.free_bytes,
            seconds_left=room / bytes_per_s if bytes_per_s and room is not None else None,
            parts=tuple(part.path for part in parts),
            error=self._error,
        )


def differs(last: Frame, frame: Frame) -> bool:
    """Whether a frame cannot follow another in one file; a slide show of equal sizes can."""
    if last.size_wh != frame.size_wh:
        return True
    if last.source.kind == "image" and frame.source.kind == "image":
        return False
    return (last.source.kind, last.source.name, last.source.path) != (
        frame.source.kind,
        frame.source.name,
        frame.source.path,
    )
