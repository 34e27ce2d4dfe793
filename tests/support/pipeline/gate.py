"""Holds fakes back until a test lets them go on."""

import threading

from support.eventually import PATIENCE_S


class Gate:
    """What a fake waits at: open unless a test closes it; `passes` lets that many through."""

    def __init__(self, closed=False):
        self._condition = threading.Condition()
        self._left = 0 if closed else None
        self._waiting = 0

    def close(self):
        with self._condition:
            self._left = 0

    def open(self):
        with self._condition:
            self._left = None
            self._condition.notify_all()

    def let(self, passes=1):
        with self._condition:
            self._left = (self._left or 0) + passes
            self._condition.notify_all()

    def wait(self):
        with self._condition:
            self._waiting += 1
            self._condition.notify_all()
            assert self._condition.wait_for(lambda: self._left != 0, PATIENCE_S), "gate never opened"
            self._waiting -= 1
            if self._left is not None:
                self._left -= 1

    def wait_reached(self):
        """Wait until somebody stands at the gate."""
        with self._condition:
            assert self._condition.wait_for(lambda: self._waiting, PATIENCE_S), "nobody came to the gate"
