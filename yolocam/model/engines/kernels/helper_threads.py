"""Threads beside the one that asks, started when they are first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec

from yolocam.system.core_shares import usable_cores

Arguments = ParamSpec("Arguments")


class HelperThreads:
    """One thread fewer than there are cores. May be asked by several threads; `_lock` guards `_pool`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def submit(
        self, work: Callable[Arguments, None], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Future[None]:
        """Let one of them do something, in its turn."""
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(max(usable_cores() - 1, 1), "kernel")
            return self._pool.submit(work, *arguments, **named)

    def close(self) -> None:
        """End the threads."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()
