"""How long this computer has slept, for what has to tell a wake-up from a fault."""

from __future__ import annotations

import sys
import time

_TICKS_PER_S = 10_000_000
"""Windows counts waking time in units of 100 ns."""


def slept_s() -> float:
    """Return the seconds slept since some moment in the past: only differences mean anything.

    0 on systems that do not tell.
    """
    slept = 0.0
    if sys.platform == "linux":
        slept = time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
    elif sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        awake = ctypes.c_ulonglong()
        kernel.QueryUnbiasedInterruptTime(ctypes.byref(awake))
        kernel.GetTickCount64.restype = ctypes.c_ulonglong
        slept = kernel.GetTickCount64() / 1000 - awake.value / _TICKS_PER_S
    return slept
