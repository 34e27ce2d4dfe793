"""Sends messages on a thread of its own, again and again until they are taken."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, Literal, Protocol, TypeVar

from yolocam.errors import SinkError
from yolocam.pipeline.actions.action_health import ActionHealth
from yolocam.pipeline.notices import sentence

MOST = 200
"""Messages that wait; behind them the oldest goes."""

LAST_WORDS_S = 3.0
"""How long the end of a run waits for messages that are not sent yet."""

MessageT = TypeVar("MessageT", contravariant=True)


class Refused(SinkError):
    """A message that will never be taken, as it is."""


class Carrier(Protocol[MessageT]):
    """What sends one message. Called by one thread; each call takes a few seconds at most."""

    def prepare(self) -> None:
        """Connect, so that the first message need not wait; SinkError."""

    def send(self, message: MessageT) -> None:
        """Send and wait until it was taken; Refused where another attempt is useless, else SinkError."""

    def close(self) -> None:
        """End the connection."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds between attempts: twice as many after each."""

    first_s: float = 0.5
    most_s: float = 60.0


class Outbox(Generic[MessageT]):
    """A bounded queue in front of a carrier; `_changed` guards it and the counts.

    `tell` hears once that messages do not get through, and once that they do again.
    """

    def __init__(
        self,
        name: str,
        carrier: Carrier[MessageT],
        tell: Callable[[str], None],
        *,
        most: int = MOST,
        backoff: Backoff = Backoff(),
        last_words_s: float = LAST_WORDS_S,
    ) -> None:
        self._name = name
        self._carrier = carrier
        self._tell = tell
        self._most = most
        self._backoff = backoff
        self._last_words_s = last_words_s
        self._changed = threading.Condition()
        self._waiting: deque[MessageT] = deque()
        self._sent = self._dropped = self._failures = 0
        self._ends_at: float | None = None
        self._well = True
        self._thread = threading.Thread(target=self._run, name=f"outbox {name}", daemon=True)
        self._thread.start()

    @property
    def health(self) -> ActionHealth:
        """The state at this moment; may be read on any thread."""
        with self._changed:
            return ActionHealth(self._name, self._sent, len(self._waiting), self._dropped, self._failures)

    def put(self, message: MessageT) -> None:
        """Queue a message; never waits."""
        with self._changed:
            if len(self._waiting) >= self._most:
                self._waiting.popleft()
                self._dropped += 1
            self._waiting.append(message)
            self._changed.notify_all()

    def close(self) -> None:
        """Send what waits for a moment, then give the rest up, and end."""
        with self._changed:
            self._ends_at = time.monotonic() + self._last_words_s
            self._changed.notify_all()
        self._thread.join(self._last_words_s + 1.0)
        with self._changed:
            lost = len(self._waiting)
            self._dropped += lost
            self._waiting.clear()
        if lost:
            self._tell(f"{self._name}: {lost} messages could not be sent")

    def _run(self) -> None:
        self._attempt(self._carrier.prepare)
        pause = self._backoff.first_s
        while (message := self._next()) is not None:
            outcome = self._attempt(partial(self._carrier.send, message))
            if outcome != "failed":
                self._done(message, sent=outcome == "done")
                pause = self._backoff.first_s
            elif not self._pause(pause):
                break
            else:
                pause = min(2 * pause, self._backoff.most_s)
        self._carrier.close()

    def _next(self) -> MessageT | None:
        """Wait for a message, which stays in the queue until it was sent; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._ends_at is not None)
            return self._waiting[0] if self._waiting else None

    def _done(self, message: MessageT, *, sent: bool) -> None:
        with self._changed:
            self._sent += sent
            if self._waiting and self._waiting[0] is message:  # it may have been dropped meanwhile
                self._waiting.popleft()
                self._dropped += not sent

    def _pause(self, seconds: float) -> bool:
        """Wait before the next attempt; return whether there is to be one."""
        until = time.monotonic() + seconds
        with self._changed:
            while True:
                end = until if self._ends_at is None else min(until, self._ends_at)
                left = end - time.monotonic()
                if left <= 0:
                    return self._ends_at is None or time.monotonic() < self._ends_at
                self._changed.wait(left)

    def _attempt(self, work: Callable[[], None]) -> Literal["done", "refused", "failed"]:
        try:
            work()
        except Exception as error:
            with self._changed:
                self._failures += 1
            # What nobody foresaw comes again as well, and must not end the thread.
            if isinstance(error, Refused) or not isinstance(error, SinkError):
                self._tell(f"{self._name}: {sentence(error)}")
                return "refused"
            if self._well:
                self._well = False
                self._tell(f"{self._name}: {error}; it is tried again")
            return "failed"
        if not self._well:
            self._well = True
            self._tell(f"{self._name} is reached again")
        return "done"
