"""Where a frame stands in a recording: the time of the source, made to run forward only."""

from __future__ import annotations

from dataclasses import dataclass

from yolocam.frame import Frame

_SECOND_NS = 1_000_000_000
_SHORT_NS = _SECOND_NS // 2
_DROP_NS = 2 * _SECOND_NS
_LIVE_SLACK_NS = _SECOND_NS
_STILL_NS = 5 * _SECOND_NS
_DEFAULT_STEP_NS = _SECOND_NS // 30


@dataclass(frozen=True, slots=True)
class RecordedTime:
    """A frame's place: `at_ns` from the start of the recording, and how long it is expected to stand.

    `cut` says that it does not continue what came before it: the viewer has jumped.
    """

    at_ns: int
    duration_ns: int
    cut: bool


class RecordingClock:
    """Maps the frames of one source to the time of one recording; owned by the recorder's thread.

    The first frame is at 0, and times strictly increase. What lies between two frames:

    - Of a file, the difference of their media times, whatever the speed at which it was watched;
      pausing leaves no trace. A dropped frame is a gap. A jump of the viewer (back, or forward) and a
      loop are cut: the next frame follows after the time of one frame.
    - Of a live source too the difference of their media times, so a pause is a gap, as in life. Where
      those jump, as after a lost camera has come back, the clock is taken instead.
    - Of still images, the time for which each was shown, at most 5 s.
    - Where the recording itself was paused (`cut`), the time of one frame.
    """

    def __init__(self) -> None:
        self._last: Frame | None = None
        self._at_ns = 0
        self._step_ns: int | None = None
        self._is_cut = False

    def cut(self) -> None:
        """Let the next frame follow after the time of one frame, whatever lies between."""
        self._is_cut = True

    def place(self, frame: Frame) -> RecordedTime:
        """Return the place of the next frame."""
        last, self._last = self._last, frame
        if last is None:
            return RecordedTime(0, self._usual_step(frame), True)
        step = None if self._is_cut else _step_between(last, frame)
        cut = step is None
        self._is_cut = False
        if step is None:
            step = self._usual_step(frame)
        else:
            self._step_ns = step
        self._at_ns += step
        return RecordedTime(self._at_ns, self._usual_step(frame), cut)

    def _usual_step(self, frame: Frame) -> int:
        if frame.source.fps:
            return int(_SECOND_NS / frame.source.fps)
        return min(self._step_ns or _DEFAULT_STEP_NS, _SECOND_NS)


def _step_between(last: Frame, frame: Frame) -> int | None:
    """Return the nanoseconds between two frames, None where the viewer has jumped."""
    media = frame.pts_ns - last.pts_ns
    clock = frame.captured_ns - last.captured_ns
    if frame.source.kind == "image":
        return min(max(clock, 1), _STILL_NS)
    if frame.source.live:
        agree = media > 0 and abs(media - clock) <= _LIVE_SLACK_NS
        return media if agree else max(clock, 1)
    if media <= 0:
        return None
    if frame.index == last.index + 1:
        return media
    return media if frame.index > last.index and _dropped(media, clock) else None


def _dropped(media: int, clock: int) -> bool:
    """Whether frames that are missing between two were dropped; else the viewer went forward.

    A short gap is a drop unless it passed too quickly even for fast playback; in a long one, made by
    a very slow network, about as much time passes by the clock as in the file.
    """
    if media <= _DROP_NS:
        return media <= _SHORT_NS or clock >= media // 4
    return abs(media - clock) <= media // 4
