"""Lets one thread read from a driver while another closes it."""

from __future__ import annotations

import threading
from collections.abc import Callable


class ReadGuard:
    """Calls `release` once: at `close`, or when the read that is under way then comes back.

    Neither OpenCV nor FFmpeg survives a device that is released under a read.
    """

    def __init__(self, release: Callable[[], None]) -> None:
        self._release = release
        self._lock = threading.Lock()
        self._closed = self._reading = self._released = False  # guarded by _lock

    def begin(self) -> bool:
        """Note that a read begins; False when it must not, because the device was closed."""
        with self._lock:
            self._reading = not self._closed
            return self._reading

    def end(self) -> bool:
        """Note that the read is over; False when the device was closed meanwhile."""
        with self._lock:
            self._reading = False
            closed = self._closed
        if closed:
            self._release_once()
        return not closed

    def close(self) -> None:
        """Release the device, or leave that to the read that is under way."""
        with self._lock:
            self._closed = True
            reading = self._reading
        if not reading:
            self._release_once()

    def _release_once(self) -> None:
        with self._lock:
            if self._released:
                return
            self._released = True
        self._release()
