"""The capture stage: reads a source, keeps its time, and publishes frames."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal, cast

from yolocam.frame import Frame
from yolocam.pipeline.channel import Channel, Closed, WhenFull
from yolocam.pipeline.interfaces import SeekableSource, Source
from yolocam.pipeline.playback import Pacer, Playback
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore

FILE_CAPACITY = 4
"""Frames of a file that may wait for inference; of a live source one, and the newest wins."""

PACED_CAPACITY = 1
"""The same where somebody watches: what waits here delays a pause and a seek."""


def file_capacity(batch: int) -> int:
    """Return how many frames of a file may wait for inference.

    More than one batch: inference starts on the next only if some of its frames are there already, and
    right after it has taken a whole one there would be none.
    """
    return FILE_CAPACITY + batch - 1


_SECOND_NS = 1_000_000_000
_USUAL_FRAME_NS = _SECOND_NS // 25
"""How long the last frame of a file that does not know its rate is shown."""


class CaptureStage:
    """Moves frames from a source into the `captured` channel until the source ends or `stop` is called.

    With `paced`, frames of a file come at their own time; otherwise as fast as they are taken. At
    the end of a file the stage ends (`at_end="stop"`), or holds the last frame and waits for the
    viewer (`at_end="hold"`).
    """

    def __init__(
        self,
        source: Source,
        captured: Channel[Frame],
        store: SettingsStore,
        stats: Stats,
        playback: Playback,
        *,
        paced: bool = False,
        at_end: Literal["stop", "hold"] = "stop",
        batch: int = 1,
    ) -> None:
        self._source = source
        self._captured = captured
        self._store = store
        self._stats = stats
        self._playback = playback
        self._paced = paced and not source.info.live
        self._at_end = at_end
        self._capacity = PACED_CAPACITY if self._paced else file_capacity(batch)
        self._pacer = Pacer()
        self._held: Frame | None = None  # the last one published
        self._ahead: Frame | None = None  # read, but overtaken by a request before its time came
        self._jumps = 0  # seeks and loops
        self._rewound = False  # no frame has come since the source was last rewound
        self._turns: dict[str, Callable[[int], bool]] = {
            "read": self._read,
            "step": self._step,
            "step_back": self._step_back,
            "seek": self._seek,
            "repeat": self._repeat,
            "discard": self._discard,
        }

    def run(self) -> None:
        """Work until the end; the channel is closed in any case."""
        try:
            going = True
            while going:
                self._apply_policy()
                turn, at = self._playback.next_turn(live=self._source.info.live)
                going = turn != "stop" and self._turns[turn](at)
        except Closed:
            pass  # inference has ended first; there is nobody to read for
        finally:
            self._captured.close()

    def _apply_policy(self) -> None:
        """Drop or wait: a live source drops, a file waits, unless the user chose otherwise."""
        chosen = self._store.current.frames
        live = self._source.info.live if chosen == "auto" else chosen == "live"
        if live:
            self._captured.set_policy(1, WhenFull.DROP_OLDEST)
        else:
            self._captured.set_policy(self._capacity, WhenFull.WAIT)

    def _next(self) -> Frame | None:
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            return ahead
        started = time.monotonic_ns()
        frame = self._source.read()
        self._stats.add_time("decode", time.monotonic_ns() - started)
        return frame

    def _read(self, _: int) -> bool:
        frame = self._next()
        if frame is None:
            return self._end()
        if self._paced and not self._wait_for(frame):
            self._ahead = frame
        else:
            self._publish(frame)
        return True

    def _wait_for(self, frame: Frame) -> bool:
        """Wait until the frame is due; False when a request of the viewer came first."""
        if self._wait_to(frame.position_ns):
            return True
        self._pacer.reset()
        return False

    def _wait_to(self, position_ns: int) -> bool:
        """Wait for a media time; what a setting changes meanwhile shows on the held frame."""
        speed = self._playback.state.speed
        due = self._pacer.due_ns(position_ns, speed, time.monotonic_ns())
        while not self._playback.wait_until(due, speed):
            if not self._playback.take_repeat():
                return False
            self._repeat(0)
        return True

    def _publish(self, frame: Frame) -> None:
        if self._paced:
            # The frame was ready before its time: latency counts from the moment it is due.
            frame = frame.with_times(captured_ns=time.monotonic_ns())
        if self._jumps:
            frame = frame.with_times(jumps=self._jumps)
        self._held = frame
        self._rewound = False
        self._playback.published(frame.position_ns)
        self._stats.captured()
        self._captured.put(frame)

    def _end(self) -> bool:
        if self._paced and not self._hold_last():
            return True  # a request of the viewer came first; the end comes again when it is read on
        self._pacer.reset()
        seekable = self._seekable()
        # A file without a single frame cannot be played over and over.
        if self._playback.at_end(rewindable=seekable is not None and not self._rewound):
            assert seekable is not None
            self._jump(seekable, 0)
            self._rewound = True
            return True
        return self._at_end == "hold"

    def _hold_last(self) -> bool:
        """Show the last frame for its own time; False when a request of the viewer came first."""
        if self._held is None or self._playback.state.paused:
            return True
        fps = self._held.source.fps
        shown_ns = int(_SECOND_NS / fps) if fps else _USUAL_FRAME_NS
        return self._wait_to(self._held.position_ns + shown_ns)

    def _seek(self, pts_ns: int) -> bool:
        seekable = self._seekable()
        if seekable is None:
            return True
        self._ahead = None
        self._jump(seekable, pts_ns)
        return self._step(0)

    def _jump(self, source: SeekableSource, pts_ns: int) -> None:
        source.seek(pts_ns)
        self._jumps += 1

    def _step(self, _: int) -> bool:
        frame = self._next()
        if frame is None:
            return self._end()
        # When it goes on playing, the next frame is to come a frame's time after this one.
        self._pacer.reset()
        self._pacer.due_ns(frame.position_ns, self._playback.state.speed, time.monotonic_ns())
        self._publish(frame)
        return True

    def _step_back(self, _: int) -> bool:
        held = self._held
        if held is None or held.position_ns == 0:
            return True
        return self._seek(held.position_ns - 1)

    def _repeat(self, _: int) -> bool:
        if self._held is not None:
            now = time.monotonic_ns()
            self._captured.put(self._held.with_times(repeat=True, captured_ns=now))
        return True

    def _discard(self, _: int) -> bool:
        return self._source.read() is not None or self._end()

    def _seekable(self) -> SeekableSource | None:
        return cast(SeekableSource, self._source) if self._source.info.seekable else None
