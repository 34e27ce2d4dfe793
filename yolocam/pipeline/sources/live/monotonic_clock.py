"""The clock that live sources keep time by; tests put their own in its place."""

from __future__ import annotations

import threading
import time


class MonotonicClock:
    """The monotonic clock."""

    def now_ns(self) -> int:
        """Return `time.monotonic_ns()`, the time base of `Frame.captured_ns`."""
        return time.monotonic_ns()

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        """Wait on a held condition until it is notified or `seconds` have passed."""
        condition.wait(seconds)
