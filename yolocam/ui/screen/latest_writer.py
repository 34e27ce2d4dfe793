"""Writes messages to a pipe on a thread of its own; a message that waits is replaced by the next."""

from __future__ import annotations

import contextlib
import threading
from typing import IO

Message = tuple[bytes | memoryview, ...]


class LatestWriter:
    """Whoever calls `put` never waits for the other side, and one message waits at most."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._changed = threading.Condition()
        self._waiting: Message = ()
        self._last = False
        self._thread = threading.Thread(target=self._run, name="latest writer", daemon=True)
        self._thread.start()

    def put(self, message: Message) -> None:
        """Have a message written in place of the one that waits; an empty one is none."""
        if message:
            with self._changed:
                self._waiting = message
                self._changed.notify()

    def finish(self, limit_s: float = 5.0) -> None:
        """Wait until all is written, or the other side has not read for too long."""
        with self._changed:
            self._last = True
            self._changed.notify()
        self._thread.join(limit_s)

    def _run(self) -> None:
        with contextlib.suppress(OSError):  # nobody reads any more
            while message := self._take():
                for part in message:
                    rest = memoryview(part)
                    while rest:
                        rest = rest[self._pipe.write(rest) :]

    def _take(self) -> Message:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._last)
            message, self._waiting = self._waiting, ()
            return message
