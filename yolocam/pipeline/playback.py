"""Play, pause, seek, step, speed and loop: what a viewer asks of the capture thread."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Literal

LONGEST_WAIT_NS = 10_000_000_000
"""A frame that is due later than this, at full speed, follows a jump in the source's time stamps."""

REPEAT_AHEAD_NS = 200_000_000
"""A changed setting shows on the next frame; where that is later than this, on the present one too."""

Turn = Literal["read", "step", "step_back", "seek", "repeat", "discard", "stop"]
"""What capture does next: `read` awaits the time of the frame, `step` and `seek` show theirs at once."""


@dataclass(frozen=True, slots=True)
class PlaybackState:
    """What a transport bar shows; `position_ns` is that of the last published frame."""

    paused: bool
    ended: bool
    loop: bool
    speed: float
    position_ns: int


class Playback:
    """Requests of the viewer, taken by the capture thread between two frames.

    Every field is guarded by `_condition`. A request wakes a capture thread that waits for the next
    frame's time, so a seek or a pause takes effect at once. Nothing is queued: of several seeks only
    the last counts, which is what dragging a seek bar needs. The first frame is shown even when
    paused.
    """

    def __init__(self, *, paused: bool = False, loop: bool = False, speed: float = 1.0) -> None:
        self._condition = threading.Condition()
        self._paused = paused
        self._loop = loop
        self._speed = speed
        self._shown = False  # whether a frame has been published
        self._ended = False
        self._stopping = False
        self._seek_ns: int | None = None
        self._steps = 0
        self._repeat = False
        self._position_ns = 0

    @property
    def state(self) -> PlaybackState:
        """The state at this moment."""
        with self._condition:
            return PlaybackState(self._paused, self._ended, self._loop, self._speed, self._position_ns)

    def play(self) -> None:
        """Go on; at the end of a file, from the beginning."""
        with self._condition:
            if self._ended:
                self._seek_ns = 0
            self._paused = False
            self._condition.notify_all()

    def pause(self) -> None:
        """Hold the current frame."""
        with self._condition:
            self._paused = True
            self._condition.notify_all()

    def toggle(self) -> None:
        """Pause if playing, play if paused or at the end."""
        state = self.state
        (self.play if state.paused or state.ended else self.pause)()

    def seek(self, pts_ns: int) -> None:
        """Show the frame at this media time, playing or paused."""
        with self._condition:
            self._seek_ns = max(0, pts_ns)
            self._steps = 0
            self._condition.notify_all()

    def step(self, frames: int) -> None:
        """Pause, and move by whole frames: +1 the next one, -1 the one before."""
        with self._condition:
            self._paused = True
            self._steps += frames
            self._condition.notify_all()

    def set_speed(self, speed: float) -> None:
        """Set the rate of playback; 1.0 is the file's own."""
        if not 0.05 <= speed <= 16:
            raise ValueError(f"speed is {speed:g}, expected 0.05 to 16")
        with self._condition:
            self._speed = speed
            self._condition.notify_all()

    def set_loop(self, loop: bool) -> None:
        """Choose whether the end leads back to the beginning."""
        with self._condition:
            self._loop = loop
            self._condition.notify_all()

    def repeat(self) -> None:
        """Ask for the held frame once more, if one is held: a setting has changed."""
        with self._condition:
            self._repeat = True
            self._condition.notify_all()

    def stop(self) -> None:
        """End the capture thread's waiting for good."""
        with self._condition:
            self._stopping = True
            self._condition.notify_all()

    # The capture thread's side.

    def next_turn(self, *, live: bool) -> tuple[Turn, int]:
        """Wait until there is something to do and return it, with the media time of a seek.

        A live source is read on while it is paused ("discard"), so that its frames never grow old in
        the device's buffer.
        """
        with self._condition:
            while True:
                turn = self._pick(live)
                if turn is not None:
                    return turn
                self._condition.wait()

    def _pick(self, live: bool) -> tuple[Turn, int] | None:
        if self._stopping:
            return "stop", 0
        if self._seek_ns is not None:
            at, self._seek_ns = self._seek_ns, None
            self._ended = False
            return "seek", at
        if self._steps > 0 and not self._ended:
            self._steps -= 1
            return "step", 0
        if self._steps < 0:
            self._steps += 1
            self._ended = False
            return "step_back", 0
        self._steps = 0
        if not (self._paused and self._shown) and not self._ended:
            return "read", 0
        if self._repeat:
            self._repeat = False
            return "repeat", 0
        return ("discard", 0) if live and not self._ended else None

    def published(self, position_ns: int) -> None:
        """Note where the frame is that capture has just sent."""
        with self._condition:
            self._position_ns = position_ns
            self._shown = True
            self._repeat = False  # this frame will be seen with every change made so far

    def at_end(self, *, rewindable: bool = True) -> bool:
        """Note the end of the source; returns whether to start over (loop, if it is `rewindable`)."""
        with self._condition:
            if self._loop and not self._paused and rewindable:
                return True
            self._ended = True
            return False

    def wait_until(self, due_ns: int, speed: float) -> bool:
        """Wait for a moment of the monotonic clock; False when a request or another `speed` came first.

        A repeat is such a request only where the moment is more than REPEAT_AHEAD_NS away: soon after
        it a new frame shows the change.
        """
        with self._condition:
            while not self._interrupted() and self._speed == speed:
                left = due_ns - time.monotonic_ns()
                if left <= 0:
                    return True
                if self._repeat and self._shown and left > REPEAT_AHEAD_NS:
                    return False
                self._condition.wait(left / 1e9)
            return False

    def take_repeat(self) -> bool:
        """Take a request for the held frame, if that and nothing else is asked for."""
        with self._condition:
            if self._interrupted() or not self._repeat:
                return False
            self._repeat = False
            return True

    def _interrupted(self) -> bool:
        held = self._paused and self._shown
        return self._stopping or held or self._seek_ns is not None or self._steps != 0


class Pacer:
    """Turns media time into the moment at which a frame is due.

    Owned by the capture thread. A frame that is late by more than `slack_ns` moves the schedule
    instead of being followed by a sprint.
    """

    def __init__(self, slack_ns: int = 100_000_000) -> None:
        self._slack_ns = slack_ns
        self._anchor: tuple[int, int, float] | None = None  # (clock, media time, speed)

    def reset(self) -> None:
        """Forget the schedule: after a pause, a seek, the start."""
        self._anchor = None

    def due_ns(self, pts_ns: int, speed: float, now_ns: int) -> int:
        """Return the monotonic time at which the frame of media time `pts_ns` is to be published."""
        if self._anchor is None or self._anchor[2] != speed:
            self._anchor = (now_ns, pts_ns, speed)
        clock, media, _ = self._anchor
        due = clock + int((pts_ns - media) / speed)
        if now_ns - due > self._slack_ns or due - now_ns > LONGEST_WAIT_NS / min(speed, 1):
            self._anchor = (now_ns, pts_ns, speed)
            return now_ns
        return due
