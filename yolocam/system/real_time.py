"""Keeps threads out of the real-time priority that a library gives them."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def no_real_time() -> Iterator[None]:
    """Take back the real-time priority that threads of this process get meanwhile.

    SVT-AV1 gives it, where it may (as root, so in most containers), to the thread that opens it and to its
    own: nothing else gets a core that they want, not even the other threads of the network. Nothing is done
    on systems other than Linux, nor where the calling thread has had it before.
    """
    before = _real_time_threads()
    try:
        yield
    finally:
        if threading.get_native_id() not in before:
            for thread in _real_time_threads() - before:
                _make_ordinary(thread)


def _real_time_threads() -> frozenset[int]:
    if sys.platform != "linux":
        return frozenset()
    found = set()
    for thread in (int(task.name) for task in Path("/proc/self/task").iterdir()):
        with suppress(OSError):  # it has ended
            if os.sched_getscheduler(thread) in (os.SCHED_FIFO, os.SCHED_RR):
                found.add(thread)
    return frozenset(found)


def _make_ordinary(thread: int) -> None:
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))
