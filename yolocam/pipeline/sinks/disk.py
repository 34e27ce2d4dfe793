"""How much room is left on the disk, asked at most once a second."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from yolocam.errors import SinkError

MIN_FREE_BYTES = 50_000_000
"""A recording does not start, and does not go on, with less free disk than this."""

_SECOND_NS = 1_000_000_000


def free_bytes_of(folder: Path) -> int:
    """Return the bytes that this user can still write in a folder."""
    return shutil.disk_usage(folder).free


class DiskGuard:
    """Watches the free space of one folder; used by one thread at a time.

    `free_bytes` is what was found last, None where the system does not say.
    """

    def __init__(
        self,
        folder: Path,
        min_free: int = MIN_FREE_BYTES,
        measure: Callable[[Path], int] = free_bytes_of,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._folder = folder
        self._min_free = min_free
        self._measure = measure
        self._clock_ns = clock_ns
        self._asked_ns: int | None = None
        self.free_bytes: int | None = None

    def check(self) -> None:
        """Raise SinkError if the disk is almost full; asks the system at most once a second."""
        now = self._clock_ns()
        if self._asked_ns is not None and now - self._asked_ns < _SECOND_NS:
            return
        self._asked_ns = now
        try:
            self.free_bytes = self._measure(self._folder)
        except OSError:
            self.free_bytes = None  # some network folders do not say; a failing write still will
            return
        if self.free_bytes < self._min_free:
            raise SinkError(
                f"{self._folder} has {self.free_bytes / 1e6:.0f} MB free, "
                f"expected at least {self._min_free / 1e6:.0f} MB for recording"
            ) from OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @property
    def room(self) -> int | None:
        """Bytes that can be written before the limit is reached."""
        return None if self.free_bytes is None else max(0, self.free_bytes - self._min_free)
