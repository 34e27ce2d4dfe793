"""Keeps a live source alive: notices that it is lost by the age of its last frame, and reopens it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from yolocam.errors import SourceError
from yolocam.frame import Frame, SourceInfo
from yolocam.pipeline.interfaces import Source
from yolocam.pipeline.sources.live.live_session import LiveSession
from yolocam.pipeline.sources.live.live_timeline import LiveTimeline
from yolocam.pipeline.sources.live.monotonic_clock import MonotonicClock

_LOG = logging.getLogger("yolocam.pipeline")

MAX_HANGING = 2
"""Connections whose driver does not return may pile up to this number; then no more are tried."""

CLOSE_S = 0.5
"""How long `close` waits for the device to be released, so that it can be opened again at once."""

_SECOND = 1_000_000_000


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a live source is doing, for display.

    `kind`: "ok", "opening" (a new attempt is under way) or "lost" (waiting for the next attempt).
    `attempts` counts the attempts since the last frame. `message` is a sentence; empty when all is well.
    """

    kind: Literal["ok", "opening", "lost"]
    last_frame_age_s: float | None
    attempts: int
    message: str


class ReconnectingSource:
    """A live source that comes back: after an unplug, a freeze, an error, or a read that never returns.

    `open_source` opens a fresh connection each time. It, and every read, runs on a private thread
    (see LiveSession), so `read` here never waits for a driver: after `stale_after` seconds without a
    frame the connection is given up and, after a pause that grows from `backoff_s[0]` to
    `backoff_s[1]`, opened anew. The new one may have another size; its frames say so.

    The constructor opens the source for the first time and waits for its first frame; that must
    succeed. `remark` may say something of what a working source grants, for `state.message`.
    Raises SourceError when it fails or takes longer than `open_limit` seconds.
    """

    def __init__(
        self,
        open_source: Callable[[], Source],
        *,
        name: str = "the source",
        stale_after: float = 2.0,
        backoff_s: tuple[float, float] = (0.5, 5.0),
        open_limit: float = 10.0,
        remark: Callable[[SourceInfo], str] = lambda _: "",
        clock: MonotonicClock | None = None,
    ) -> None:
        self._open_source = open_source
        self._name = name
        self._stale_ns = int(stale_after * _SECOND)
        self._open_limit_ns = int(open_limit * _SECOND)
        self._backoff_s = backoff_s
        self._remark = remark
        self._clock = clock or MonotonicClock()
        self._timeline = LiveTimeline()
        self._condition = threading.Condition()
        # Guarded by _condition, which the sessions share:
        self._closed = False
        self._retry = False
        self._kind: Literal["ok", "opening", "lost"] = "opening"
        self._attempts = 0
        self._fault = ""
        self._last_frame_ns: int | None = None
        self._hanging: list[LiveSession] = []
        self._session = self._connect()
        self._info = self._source_info = self._first_info()

    @property
    def info(self) -> SourceInfo:
        """What was granted at the first opening; after a reconnection see `Frame.source`."""
        return self._info

    @property
    def state(self) -> SourceState:
        """The state at this moment; may be asked by any thread."""
        with self._condition:
            now = self._clock.now_ns()
            last = self._session.arrived_ns or self._last_frame_ns
            age = None if last is None else (now - last) / _SECOND
            message = self._remark(self._source_info) if self._kind == "ok" else self._message(age)
            return SourceState(self._kind, age, self._attempts, message)

    def read(self) -> Frame | None:
        """Wait for the next frame, through as many reconnections as it takes; None after `close`."""
        while True:
            with self._condition:
                frame = self._await_frame()
                if self._closed:
                    return None
                if frame is not None:
                    self._source_info = frame.source
                    return self._timeline.place(frame)
                self._kind = "lost"
                lost_ns = self._clock.now_ns()
            _LOG.debug("source lost: %s", self._fault)
            self._session.abandon()
            if not self._reconnect(lost_ns):
                return None

    def retry_now(self) -> None:
        """Cut the pause before the next attempt short."""
        with self._condition:
            self._retry = self._kind == "lost"
            self._condition.notify_all()

    def close(self) -> None:
        """End the source and any read that waits; a driver that hangs is left to its thread."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
            session = self._session
        session.abandon()
        session.join(CLOSE_S)

    def _connect(self) -> LiveSession:
        """Start a connection. The condition is held, or nobody else knows this object yet."""
        self._kind = "opening"
        self._retry = False
        self._attempts += 1
        _LOG.debug("connecting to %s, attempt %d", self._name, self._attempts)
        self._started_ns = self._clock.now_ns()
        return LiveSession(self._open_source, self._condition, self._clock)

    def _first_info(self) -> SourceInfo:
        with self._condition:
            frame = self._await_frame(take=False)
            fault = self._fault
        if frame is None:
            self.close()
            raise SourceError(fault)
        return frame.source

    def _await_frame(self, take: bool = True) -> Frame | None:
        """Wait for a frame; None when the session is over or the source closed. Holds the condition."""
        session = self._session
        while not self._closed:
            frame = session.take() if take else session.peek()
            if frame is not None:
                if self._kind != "ok":
                    _LOG.debug("%s gives frames, %dx%d", self._name, *frame.size_wh)
                self._kind = "ok"
                self._attempts = 0
                self._last_frame_ns = session.arrived_ns
                return frame
            if session.fault is not None:
                self._fault = session.fault
                return None
            left_ns = self._deadline_ns(session) - self._clock.now_ns()
            if left_ns <= 0:
                self._fault = self._silence(session)
                return None
            self._clock.wait(self._condition, left_ns / _SECOND)
        return None

    def _deadline_ns(self, session: LiveSession) -> int:
        if session.arrived_ns is None:
            return self._started_ns + self._open_limit_ns
        return session.arrived_ns + self._stale_ns

    def _silence(self, session: LiveSession) -> str:
        if session.arrived_ns is None:
            return f"{self._name} gave no picture within {self._open_limit_ns / _SECOND:g} s"
        return f"{self._name} has stopped giving pictures"

    def _reconnect(self, lost_ns: int) -> bool:
        """Wait until it is time for the next attempt and start it; False when the source was closed."""
        with self._condition:
            self._hanging.append(self._session)
            shortest, longest = self._backoff_s
            pause_s = min(shortest * 2 ** min(self._attempts, 16), longest)
            due_ns = lost_ns + int(pause_s * _SECOND)
            while not self._closed:
                self._hanging = [session for session in self._hanging if session.fault is None]
                left_ns = due_ns - self._clock.now_ns()
                if len(self._hanging) >= MAX_HANGING:
                    # No more threads are lost to a dead driver; look again after the longest pause.
                    self._clock.wait(self._condition, longest)
                elif left_ns <= 0 or self._retry:
                    self._timeline.new_session()
                    self._session = self._connect()
                    return True
                else:
                    self._clock.wait(self._condition, left_ns / _SECOND)
            return False

    def _message(self, age: float | None) -> str:
        if age is None:
            return f"opening {self._name}"
        return f"{self._fault}: reconnecting, last frame {age:.0f} s ago"
