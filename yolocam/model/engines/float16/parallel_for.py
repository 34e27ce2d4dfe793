"""Shares the work of one kernel between cores."""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import torch

Work = Callable[[int, int, int, int], None]
"""Does rows from the first number up to the second, of the blocks of filters from the third to the fourth."""


HAND_OVER = 10_000_000
"""Multiplications that are done in the time in which one thread is handed its part."""


def threads_for(multiplications: int) -> int:
    """Return with how many threads work is done soonest: n take work / n + n hand-overs."""
    return max(1, math.isqrt(multiplications // HAND_OVER))


class ParallelFor:
    """Shares work between as many threads as torch would take in the thread that asks.

    May be called by several threads; `_lock` guards `_pool`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def share(self, work: Work, rows: int, blocks: int, multiplications: int) -> None:
        """Do all rows of all blocks, which are so many multiplications."""
        threads = min(torch.get_num_threads(), threads_for(multiplications))
        parts = divide(rows, blocks, threads) if threads > 1 else []
        if len(parts) < 2:
            work(0, rows, 0, blocks)
            return
        others = [self._helpers().submit(work, *part) for part in parts[1:]]
        work(*parts[0])
        for other in others:
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
                self._pool = ThreadPoolExecutor(max(torch.get_num_threads() - 1, 1), "kernel")
            return self._pool


def divide(rows: int, blocks: int, threads: int) -> list[tuple[int, int, int, int]]:
    """Return parts of nearly the same size, one for each thread or fewer.

    Where it comes to the same, each thread takes blocks of its own: so each weight is read by one core.
    """
    options = [(threads // across, across) for across in range(1, min(threads, blocks) + 1)]
    down, across = min(options, key=lambda o: (-(-rows // o[0]) * -(-blocks // o[1]), -o[1]))
    return [
        (*of_rows, *of_blocks) for of_rows in _ranges(rows, down) for of_blocks in _ranges(blocks, across)
    ]


def _ranges(count: int, parts: int) -> list[tuple[int, int]]:
    edges = [count * n // parts for n in range(parts + 1)]
    return [(low, high) for low, high in itertools.pairwise(edges) if high > low]
