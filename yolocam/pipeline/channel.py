"""A bounded queue between two threads, with a stated policy for when it is full."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import Generic, TypeVar

T = TypeVar("T")


class Closed(Exception):
    """The other end has gone: nothing more can be put, or nothing more will come."""


class WhenFull(Enum):
    """What `put` does when the channel holds `capacity` items."""

    WAIT = "wait"
    DROP_OLDEST = "drop oldest"


class Channel(Generic[T]):
    """A queue of at most `capacity` items; either end can end it, and wakes the other.

    All fields are guarded by `_condition`, the only lock. `on_drop` is called outside it, on the
    putting thread, with each item that had to make room.
    """

    def __init__(
        self,
        capacity: int,
        when_full: WhenFull = WhenFull.WAIT,
        on_drop: Callable[[T], None] | None = None,
    ) -> None:
        if capacity < 1:
            raise ValueError(f"capacity is {capacity}, expected at least 1")
        self._condition = threading.Condition()
        self._items: deque[T] = deque()
        self._capacity = capacity
        self._when_full = when_full
        self._closed = False
        self._dropped = 0
        self._on_drop = on_drop

    def set_policy(self, capacity: int, when_full: WhenFull) -> None:
        """Change size and policy while in use; a waiting `put` goes on under the new ones."""
        with self._condition:
            self._capacity = capacity
            self._when_full = when_full
            self._condition.notify_all()

    def put(self, item: T) -> None:
        """Add an item: waits for room or drops the oldest; raises Closed once the channel has ended."""
        dropped: list[T] = []
        with self._condition:
            while len(self._items) >= self._capacity and not self._closed:
                if self._when_full is WhenFull.DROP_OLDEST:
                    dropped.append(self._items.popleft())
                else:
                    self._condition.wait()
            if self._closed:
                # What made room is gone all the same, so it is counted before leaving.
                self._dropped += len(dropped)
            else:
                self._items.append(item)
                self._dropped += len(dropped)
                self._condition.notify_all()
            closed = self._closed
        # Outside the lock: whoever counts a drop may ask this channel how many it has dropped.
        if self._on_drop is not None:
            for old in dropped:
                self._on_drop(old)
        if closed:
            raise Closed

    def get(self) -> T:
        """Wait for the oldest item; raises Closed when the channel has ended and is empty."""
        with self._condition:
            while not self._items:
                if self._closed:
                    raise Closed
                self._condition.wait()
            return self._take()

    def get_nowait(self) -> T | None:
        """Return the oldest item, or None when none is waiting; raises Closed like `get`."""
        with self._condition:
            if self._items:
                return self._take()
            if self._closed:
                raise Closed
            return None

    def _take(self) -> T:
        item = self._items.popleft()
        self._condition.notify_all()
        return item

    def close(self) -> None:
        """End the stream: waiting items can still be got, nothing more can be put."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def cancel(self) -> list[T]:
        """End the stream at once and return the items that nobody will get."""
        with self._condition:
            left = list(self._items)
            self._items.clear()
            self._closed = True
            self._condition.notify_all()
        return left

    @property
    def dropped(self) -> int:
        """How many items made room for newer ones."""
        with self._condition:
            return self._dropped

    def __len__(self) -> int:
        with self._condition:
            return len(self._items)
