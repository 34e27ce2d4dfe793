"""Keeps the last seconds of what is shown, and saves clips around events."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yolocam.errors import SinkError
from yolocam.files.output_file import prepare_folder
from yolocam.frame import Frame, Image, Rendered
from yolocam.media.encoding.clip_file import ClipFile
from yolocam.media.encoding.encoder_settings import LIVE, EncoderSettings
from yolocam.media.encoding.encoders import working_encoders
from yolocam.media.encoding.replay_encoder import KeptPacket, ReplayEncoder
from yolocam.pipeline.notices import sentence
from yolocam.pipeline.sinks.disk import DiskGuard
from yolocam.pipeline.sinks.names.dated_names import default_recording_path, unused_path
from yolocam.pipeline.sinks.video.recorder import differs
from yolocam.pipeline.sinks.video.recording_clock import RecordingClock

REPLAY_S = 20.0
"""How many seconds are kept, unless somebody asks for others."""

MOST_BYTES = 128 << 20
"""What the kept packets may take; then there are fewer seconds."""

_SLACK_S = 1.0
"""An event is told a moment after its frame, and the frames may be ahead by then."""

_MOST_WISHES = 100


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept at a moment: how long it lasts, and what its packets take."""

    seconds: float = 0.0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class _Wish:
    pts_ns: int
    captured_ns: int
    before_s: float
    after_s: float


class ClipSink:
    """A sink that holds the annotated images of the last `seconds` as packets of one encoder.

    `save` may be called on any thread: the clip begins at a key frame before, and ends as long after
    the event as was asked for. An event within a clip makes it longer. `saved` gets the path and the seconds
    of each clip, `failed` a sentence where one cannot be written. `held` may be read on any thread.
    `_lock` guards `_wishes`, `_work` all that belongs to the encoder.
    """

    wants_image = True

    def __init__(
        self,
        folder: Path,
        seconds: float,
        saved: Callable[[Path, float], None],
        failed: Callable[[str], None],
        *,
        encoder: EncoderSettings = LIVE,
        most_bytes: int = MOST_BYTES,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self.seconds = seconds
        self._folder = folder
        self.held = Held()
        self._saved = saved
        self._failed = failed
        self._settings = encoder
        self._encoders = working_encoders(encoder)
        self._most_bytes = most_bytes
        self._now = now
        self._lock = threading.Lock()
        self._work = threading.Lock()
        self._wishes: deque[_Wish] = deque(maxlen=_MOST_WISHES)
        self._encoder: ReplayEncoder | None = None
        self._clock = RecordingClock()
        self._last: Frame | None = None
        self._at_ns = 0
        self._clip: ClipFile | None = None
        self._clip_end_ns = 0

    def save(self, pts_ns: int, captured_ns: int, before_s: float, after_s: float) -> None:
        """Have a clip around an event of this media time, in a frame captured then, written."""
        with self._lock:
            self._wishes.append(_Wish(pts_ns, captured_ns, before_s, after_s))

    def save_now(self) -> None:
        """Have what is kept written."""
        last = self._last
        if last is not None:
            self.save(last.pts_ns, last.captured_ns, self.seconds, 0.0)

    def save_held(self, folder: Path) -> bool:
        """Write what is kept into a folder, and wait for the disk; return whether anything is kept.

        Needs no further frame: the source may be held, lost or closed.
        """
        try:
            with self._work:
                if self._encoder is None or not self._encoder.kept:
                    return False
                clip = self._new_clip(self._encoder, folder)
                packets = self._encoder.from_time(self._at_ns - round(self.seconds * 1e9))
        except SinkError as error:
            self._failed(f"no clip: {sentence(error)}")
            return True
        try:
            for packet in packets:
                clip.write(packet)
        except SinkError as error:
            self._failed(f"the clip ends early: {sentence(error)}")
            with suppress(SinkError):
                clip.close()
            return True
        self._end(clip)
        return True

    def write(self, item: Rendered) -> None:
        """Keep an image, and write what clips want of it. SinkError where nothing can be encoded."""
        if not item.frame.repeat and item.image is not None:
            with self._work:
                self._keep(item.frame, item.image)

    def close(self) -> None:
        """Finish the clip that is being written, and those that are wished for."""
        with self._work:
            self._begin_anew()

    def _keep(self, frame: Frame, image: Image) -> None:
        if self._last is not None and differs(self._last, frame):
            self._begin_anew()
        if self._encoder is None:
            self._encoder = ReplayEncoder(
                self._encoders,
                self._settings,
                frame.size_wh,
                frame.source.fps,
                self.seconds + _SLACK_S,
                self._most_bytes,
            )
        place = self._clock.place(frame)
        new = self._encoder.encode(image, place.at_ns, place.duration_ns)
        self._last, self._at_ns = frame, place.at_ns
        kept = self._encoder.kept
        self.held = Held((place.at_ns - kept[0].at_ns) / 1e9 if kept else 0.0, self._encoder.kept_bytes)
        self._continue(new)
        self._grant(self._encoder, frame)

    def _begin_anew(self) -> None:
        if self._encoder is not None and self._last is not None:
            self._grant(self._encoder, self._last, all_of_them=True)
        self._finish_clip()
        self._encoder, self._last, self._clock, self.held = None, None, RecordingClock(), Held()

    def _grant(self, encoder: ReplayEncoder, frame: Frame, *, all_of_them: bool = False) -> None:
        """Begin, or make longer, what was wished for up to a frame."""
        with self._lock:
            due = [wish for wish in self._wishes if all_of_them or wish.captured_ns <= frame.captured_ns]
            for wish in due:
                self._wishes.remove(wish)
        for wish in due:
            ago_ns = max(frame.pts_ns - wish.pts_ns, 0)
            event_ns = max(self._at_ns - ago_ns, 0)
            end_ns = event_ns + round(wish.after_s * 1e9)
            if self._clip is None:
                self._begin_clip(encoder, event_ns - round(wish.before_s * 1e9))
                self._clip_end_ns = end_ns
            self._clip_end_ns = max(self._clip_end_ns, end_ns)
            if self._at_ns >= self._clip_end_ns:
                self._finish_clip()

    def _begin_clip(self, encoder: ReplayEncoder, start_ns: int) -> None:
        try:
            self._clip = self._new_clip(encoder, self._folder)
        except SinkError as error:
            self._failed(f"no clip: {sentence(error)}")
            return
        self._write(encoder.from_time(start_ns))

    def _new_clip(self, encoder: ReplayEncoder, folder: Path) -> ClipFile:
        DiskGuard(prepare_folder(folder)).check()
        wanted = default_recording_path(self._now(), folder)
        path = unused_path(wanted.with_name(wanted.name.replace("yolocam", "clip", 1)))
        return ClipFile(path, encoder.template)

    def _continue(self, packets: list[KeptPacket]) -> None:
        if self._clip is None:
            return
        self._write(packets)
        if self._at_ns >= self._clip_end_ns:
            self._finish_clip()

    def _write(self, packets: list[KeptPacket]) -> None:
        try:
            for packet in packets:
                if self._clip is not None:
                    self._clip.write(packet)
        except SinkError as error:
            self._failed(f"the clip ends early: {sentence(error)}")
            self._finish_clip()

    def _finish_clip(self) -> None:
        clip, self._clip = self._clip, None
        if clip is not None:
            self._end(clip)

    def _end(self, clip: ClipFile) -> None:
        try:
            clip.close()
        except SinkError as error:
            self._failed(f"the clip ends early: {sentence(error)}")
        else:
            self._saved(clip.path, clip.seconds)
