"""Notes which rules were met in the source that is open, for the window."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime

from yolocam.frame import Rendered, SourceInfo
from yolocam.pipeline.actions.firing import Firing

MOST = 500
"""The newest are listed."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that was met: where in the file, in nanoseconds, or when, of a live source; and what it was."""

    rule: str
    position_ns: int
    time: datetime | None
    words: str


class FiredTally:
    """A direct sink of the session: notes on the render thread; the window asks a few times a second."""

    wants_image = False

    def __init__(self) -> None:
        self._lock = threading.Lock()  # guards all below
        self._fired: deque[Fired] = deque(maxlen=MOST)
        self._count = 0

    def source_opened(self, info: SourceInfo) -> None:
        """Begin anew."""
        with self._lock:
            self._fired.clear()
            self._count = 0

    def write(self, item: Rendered) -> None:
        """Note the rules that were met in one frame."""
        if item.frame.repeat:
            return
        met = [event for event in item.detected.events if event.rule is not None]
        if not met:
            return
        position = item.frame.position_ns
        new = [Fired(e.rule or "", position, e.time, Firing(e, item).words) for e in met]
        with self._lock:
            self._fired.extend(new)
            self._count += len(new)

    def close(self) -> None:
        """Nothing to finish."""

    def fired(self) -> tuple[int, list[Fired]]:
        """Return how many times rules were met, and the newest of them, the last one first."""
        with self._lock:
            return self._count, list(reversed(self._fired))
