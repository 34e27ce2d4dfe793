"""Shares the work of one kernel between cores."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch

from yolocam.model.engines.kernels.blocked import chunks
from yolocam.model.engines.kernels.helper_threads import HelperThreads

Work = Callable[[int, int, int, int], None]
"""Does rows from the first number up to the second, of the blocks of filters from the third to the fourth."""


HAND_OVER = 10_000_000
"""Multiplications that are done in the time in which one thread is handed its part."""


def threads_for(multiplications: int) -> int:
    """Return with how many threads work is done soonest: n take work / n + n hand-overs."""
    return max(1, math.isqrt(multiplications // HAND_OVER))


class ParallelFor(HelperThreads):
    """Shares work between as many threads as torch would take in the thread that asks."""

    def share(self, work: Work, rows: int, blocks: int, multiplications: int) -> None:
        """Do all rows of all blocks, which are so many multiplications."""
        threads = min(torch.get_num_threads(), threads_for(multiplications))
        parts = divide(rows, blocks, threads) if threads > 1 else []
        if len(parts) < 2:
            work(0, rows, 0, blocks)
            return
        others = [self.submit(work, *part) for part in parts[1:]]
        work(*parts[0])
        for other in others:
            other.result()


def divide(rows: int, blocks: int, threads: int) -> list[chunks.Part]:
    """Return parts of nearly the same size, one for each thread or fewer.

    Where it comes to the same, each thread takes blocks of its own: so each weight is read by one core.
    """
    options = [(threads // across, across) for across in range(1, min(threads, blocks) + 1)]
    down, across = min(options, key=lambda o: (-(-rows // o[0]) * -(-blocks // o[1]), -o[1]))
    return chunks.grid(rows, down, blocks, across)
