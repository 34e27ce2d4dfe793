"""Leaves the screen on under Windows, by SetThreadExecutionState."""

from __future__ import annotations

import sys
from collections.abc import Callable

CONTINUOUS = 0x80000000
SYSTEM_REQUIRED = 0x00000001
DISPLAY_REQUIRED = 0x00000002


class WindowsInhibitor:
    """An Inhibitor. What is asked belongs to the thread that asks, and ends with it.

    `set_state` takes the flags; None is that of kernel32.
    """

    def __init__(self, set_state: Callable[[int], object] | None = None) -> None:
        self._set_state = _set_thread_execution_state if set_state is None else set_state

    def hold(self, reason: str) -> None:
        """Leave the screen on; Windows tells nobody the reason."""
        self._set_state(CONTINUOUS | SYSTEM_REQUIRED | DISPLAY_REQUIRED)

    def release(self) -> None:
        """Let the screen go dark again."""
        self._set_state(CONTINUOUS)


def _set_thread_execution_state(flags: int) -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetThreadExecutionState(ctypes.c_uint(flags))
