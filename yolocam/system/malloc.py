"""Tells glibc to keep freed memory for the next frame."""

from __future__ import annotations

import ctypes
import sys

# Parameters of mallopt, from glibc's malloc.h.
_M_TRIM_THRESHOLD = -1
_M_MMAP_MAX = -4
_M_ARENA_MAX = -8

_KEPT = 1 << 30
"""Bytes at the top of the heap from which on they are given back all the same."""


def keep_freed_memory() -> bool:
    """Let glibc keep freed memory; to be called before the first thread starts. False where it is not glibc.

    A network allocates and frees some hundred megabytes for each image. Left alone, glibc returns them to
    the system and gets them back empty, and on threads other than the first it always does: 4,000 page
    faults, or 6 of 37 ms, for each image of yolov3-tiny. One arena for all, no mappings for large blocks
    and a heap that keeps its top bring that to none.
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is None:
        return False
    settings = {_M_ARENA_MAX: 1, _M_MMAP_MAX: 0, _M_TRIM_THRESHOLD: _KEPT}
    return {mallopt(name, value) for name, value in settings.items()} == {1}


def release_freed_memory() -> None:
    """Give back what is kept now: after work that needed far more than what follows."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
