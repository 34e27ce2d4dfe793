"""Threads that run the same function beside the one that asks."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from yolocam.system.core_shares import usable_cores


class Workers:
    """May be asked by several threads; `_lock` guards `_pool`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def run(self, work: Callable[[], None], threads: int) -> None:
        """Run `work`, in which threads share by themselves what is to do, in this thread and others.

        Returns when it is done; a thread that has not begun by then is not waited for.
        """
        others = [self._helpers().submit(work) for _ in range(threads - 1)]
        work()
        for other in others:
            if not other.cancel():
                other.result()

    def close(self) -> None:
        """End the threads."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()

    def _helpers(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(max(usable_cores() - 1, 1), "kernel")
            return self._pool


@cache
def give_way() -> int:
    """Return the address of the system's function that lets other threads run, 0 where it is not found."""
    try:
        windows: Any = getattr(ctypes, "windll", None)
        function = windows.kernel32.SwitchToThread if windows else ctypes.CDLL(None).sched_yield
    except (OSError, AttributeError):
        return 0
    return ctypes.cast(function, ctypes.c_void_p).value or 0
