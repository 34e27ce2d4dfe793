"""A video file as a source: every frame with its exact time, and exact seeking."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from yolocam.errors import SourceError
from yolocam.frame import CardImage, Frame, Image, card_frame, publish
from yolocam.media.card_decoding import CardRefused, lies_on_card, on_card
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS
from yolocam.media.pyav import VideoFrame
from yolocam.media.upright import UprightPictures
from yolocam.media.video_file import VideoFile
from yolocam.pipeline.sources.files.frame_number import frames_before

_SEEK_LEADS_NS = (0, 1_000_000_000, 5_000_000_000, 30_000_000_000)
"""How much earlier to look for a key frame when the one found lies behind the wanted time."""


Wanted = Callable[[int, int], bool]
"""Takes a frame's index and media time, in nanoseconds; says whether it is wanted."""


def every_frame(_index: int, _pts_ns: int) -> bool:
    """Want all frames."""
    return True


class VideoSource:
    """A video file, frame by frame.

    Times count from the start of the video track, and run on where the clock of a broadcast jumps.
    Frames are shown upright (see `orientation_of`) and all have the size of the first one: if the size
    changes on the way, they are scaled. Damaged packets are skipped, as players do. After the end
    `problem` says in words what was wrong with the file, such as that it breaks off early; it is None
    for a sound file.

    `wanted` is asked with index and time which frames are read; the others are decoded and not converted.
    `threads` is the number of decoder threads, 0 leaves the choice to the decoder. With a `card`, the number
    of a CUDA device, frames are decoded there and stay there until their image is asked for; where that does
    not go, or ends on the way, the processor does the rest, and `card_refusal` says why.
    Raises SourceError when the file is missing, no video, or holds no frame that can be decoded.
    """

    def __init__(
        self,
        path: Path,
        name: str | None = None,
        *,
        wanted: Wanted | None = None,
        threads: int = 0,
        card: int | None = None,
    ) -> None:
        self._wanted = wanted or every_frame
        self._path = path
        self._lock = threading.Lock()  # guards everything below against `close` from another thread
        self.card_refusal: str | None = None
        self._file, first = self._begun(threads, card)
        if first is None:
            self._file.close()
            problem = self._file.problem
            raise SourceError(
                f"{path} holds no frame that can be decoded" + (f", it {problem}" if problem else "")
            )
        self._file.time_of(first)  # fixes where the times begin
        self._pending = deque([first])  # at most two decoded frames that `read` returns next
        self._upright = UprightPictures(first, self._file.stream)
        self._index = 0
        self._last_ns: int | None = None
        self._decoded_ns: int | None = None  # the same as the file has it, in which nothing is filled in
        self.info = self._file.describe(name or path.name, self._upright.size_wh, self._upright.pixel_aspect)

    def _begun(self, threads: int, card: int | None) -> tuple[VideoFile, VideoFrame | None]:
        """Open the file and decode its first frame, on a card if that goes."""
        if card is not None:
            try:
                with ExitStack() as opened:
                    file = VideoFile(self._path, threads, card)
                    opened.callback(file.close)
                    self._frames: Iterator[VideoFrame] = file.frames()
                    first = next(self._frames, None)
                    if first is not None and lies_on_card(first):
                        opened.pop_all()
                        return file, first
                    self._refused("the card does not decode this format")
            except CardRefused as refused:
                self._refused(refused)
        file = VideoFile(self._path, threads)
        self._frames = file.frames()
        return file, next(self._frames, None)

    def _refused(self, why: object) -> None:
        """Note, once, that the processor decodes in the card's place."""
        self.card_refusal = self.card_refusal or (
            f"{self._path} is not decoded on the graphics card ({why}): the processor does it, frame by frame"
        )

    @property
    def problem(self) -> str | None:
        """What is wrong with the file as far as it was read, in words that follow its name."""
        return self._file.problem

    def read(self) -> Frame | None:
        """Decode and return the next frame, None at the end."""
        with self._lock:
            while (frame := self._next_frame()) is not None:
                index, pts_ns = self._index, self._time_of(frame)
                self._index += 1
                self._last_ns, self._decoded_ns = pts_ns, self._file.time_of(frame)
                if not self._wanted(index, pts_ns):
                    continue
                card = self._on_card(frame)
                if card is not None:
                    return card_frame(card, index, pts_ns, time.monotonic_ns(), self.info)
                if (image := self._picture(frame)) is not None:
                    return Frame(publish(image), index, pts_ns, time.monotonic_ns(), self.info)
            return None

    def seek(self, pts_ns: int, *, count: bool = False, index: int | None = None) -> None:
        """Make the next `read` return the frame shown at `pts_ns`, exactly; clamped to the file.

        The frame's index is exact at a constant frame rate; at a variable one it is an estimate by
        the average rate, from which counting goes on, unless `count` has the frames before it counted, or
        the caller knows the `index`.
        """
        with self._lock:
            if self._file.closed:
                return
            target = max(0, pts_ns)
            shown = self._frames_shown_at(target)
            self._pending = deque(shown)
            self._last_ns = None
            if shown:
                at_ns = self._time_of(shown[0])
                counted = frames_before(self._path, at_ns) if count else None
                self._index = self._index_at(at_ns) if counted is None else counted
                if index is not None:
                    self._index = index

    def close(self) -> None:
        """Close the file; waits for a `read` that is under way, later ones return None."""
        with self._lock:
            self._pending.clear()
            self._frames = iter(())
            self._file.close()

    def _on_card(self, frame: VideoFrame) -> CardImage | None:
        if not lies_on_card(frame):
            return None
        return on_card(frame, self._upright, partial(_decoded_anew, self._path, self._decoded_ns or 0))

    def _next_frame(self) -> VideoFrame | None:
        if self._pending:
            return self._pending.popleft()
        try:
            return next(self._frames, None)
        except CardRefused as refused:
            self._go_on_without(refused)
        return self._pending.popleft() if self._pending else next(self._frames, None)

    def _go_on_without(self, refused: CardRefused) -> None:
        """Decode on the processor what follows the last frame: none is missing, and none comes twice."""
        self._refused(refused)
        self._file.leave_card()
        self._frames = self._file.frames()
        last = self._decoded_ns
        if last is not None:
            shown = self._frames_shown_at(last)
            self._pending = deque(frame for frame in shown if (self._file.time_of(frame) or 0) > last)

    def _time_of(self, frame: VideoFrame) -> int:
        """Return the frame's time; one that is missing or runs backwards is filled in by the rate."""
        pts_ns = self._file.time_of(frame)
        last = self._last_ns
        if last is None:
            return max(0, pts_ns or 0)
        if pts_ns is None or pts_ns <= last:
            return last + self._file.frame_ns
        return pts_ns

    def _index_at(self, pts_ns: int) -> int:
        fps = self.info.fps
        return round(Fraction(pts_ns, 10**9) * fps) if fps else 0

    def _picture(self, frame: VideoFrame) -> Image | None:
        """Return the frame's image, None if none can be made of it."""
        if self._file.duration_ns != self.info.duration_ns:  # a jump of the clock was met
            self.info = replace(self.info, duration_ns=self._file.duration_ns)
        try:
            return self._upright.picture(frame)
        except MEDIA_ERRORS:
            self._file.note_damage()
            return None

    def _frames_shown_at(self, target_ns: int) -> list[VideoFrame]:
        """Return the frame shown at a time and, if there is one, the frame decoded after it."""
        try:
            return self._searched(target_ns)
        except CardRefused as refused:
            self._refused(refused)
            self._file.leave_card()
        return self._searched(target_ns)

    def _searched(self, target_ns: int) -> list[VideoFrame]:
        shown: list[VideoFrame] = []
        for lead_ns in _SEEK_LEADS_NS:
            self._frames = self._file.frames_towards(target_ns, lead_ns)
            shown = self._decode_to(target_ns)
            if shown or lead_ns >= target_ns:
                break
        if not shown:
            self._frames = self._file.frames_towards(0, 0)
            shown = self._decode_to(target_ns, accept_later=True)
        return shown

    def _decode_to(self, target_ns: int, accept_later: bool = False) -> list[VideoFrame]:
        """Decode up to a time without converting; empty if the first frame is later than it."""
        shown: VideoFrame | None = None
        for frame in self._frames:
            pts_ns = self._file.time_of(frame)
            if pts_ns is not None and pts_ns > target_ns:
                if shown is not None:
                    return [shown, frame]
                return [frame] if accept_later else []
            shown = frame
        return [] if shown is None else [shown]


def _decoded_anew(path: Path, pts_ns: int) -> Image:
    """Return the image shown at a time, decoded by the processor; SourceError if there is none."""
    with closing(VideoSource(path)) as source:
        source.seek(pts_ns)
        frame = source.read()
    if frame is None:
        raise SourceError(f"{path} gives no image at {pts_ns / 1e9:.3f} s any more")
    return frame.image
