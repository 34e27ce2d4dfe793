"""Clocks for tests: one that the test moves by hand, one that jumps over every wait."""

import threading

from yolocam.pipeline.sources.live.monotonic_clock import MonotonicClock


class HandClock(MonotonicClock):
    """Stands still until `advance`; a wait returns after a moment without moving it."""

    def __init__(self, start_ns: int = 1_000_000_000_000):
        self._lock = threading.Lock()
        self._now_ns = start_ns

    def now_ns(self) -> int:
        with self._lock:
            return self._now_ns

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._now_ns += int(seconds * 1e9)

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        condition.wait(min(seconds, 0.002))


class JumpClock(HandClock):
    """A wait is over at once, and has taken exactly as long as was asked for."""

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        self.advance(seconds)
