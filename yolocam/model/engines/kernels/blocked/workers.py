"""Threads that run the same function beside the one that asks."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

from yolocam.model.engines.kernels.helper_threads import HelperThreads


class Workers(HelperThreads):
    """May be asked by several threads."""

    def run(self, work: Callable[[], None], threads: int) -> None:
        """Run `work`, in which threads share by themselves what is to do, in this thread and others.

        Returns when it is done; a thread that has not begun by then is not waited for.
        """
        others = [self.submit(work) for _ in range(threads - 1)]
        work()
        for other in others:
            if not other.cancel():
                other.result()


@cache
def give_way() -> int:
    """Return the address of the system's function that lets other threads run, 0 where it is not found."""
    try:
        windows: Any = getattr(ctypes, "windll", None)
        function = windows.kernel32.SwitchToThread if windows else ctypes.CDLL(None).sched_yield
    except (OSError, AttributeError):
        return 0
    return ctypes.cast(function, ctypes.c_void_p).value or 0
