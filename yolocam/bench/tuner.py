"""Finds the best batch size from measurements of 1, 2, 4, ...: where the rate no longer rises.

The rate rises with the batch until the device is full; memory goes on growing. So the search doubles the
batch until that gains less than KNEE, or until the next batch would not fit into the memory that was
available at the start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from yolocam.errors import OutOfMemoryError

KNEE = 0.05
"""A doubling that gains less than this is not worth its memory and its delay."""

NEARLY_BEST = 0.97
"""The smallest batch with this share of the best rate is taken."""

LARGEST = 64
"""Largest batch tried."""

MEMORY_SHARE = 0.8
"""The share of the available memory that a batch may take."""

Reason = Literal["knee", "memory", "largest"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One batch size as it was measured.

    `memory` is what it takes above an idle network, in bytes, where the limit applies; the other
    figures are only told: peak of the process, of the GPU, and the GPU's use in percent.
    """

    batch: int
    images_per_s: float
    memory: int
    resident: int = 0
    allocated: int | None = None
    reserved: int | None = None
    gpu_percent: float | None = None


@dataclass(frozen=True, slots=True)
class Tuning:
    """What was measured and what follows: the batch to take, and why the search ended."""

    batch: int
    reason: Reason
    trials: tuple[Trial, ...]
    limit: int

    @property
    def chosen(self) -> Trial:
        """The trial of the batch that was taken."""
        return next(trial for trial in self.trials if trial.batch == self.batch)


def find_batch(measure: Callable[[int], Trial], limit: int, largest: int = LARGEST) -> Tuning:
    """Measure batches of 1, 2, 4, ... up to `largest` and choose one.

    `limit` is the most memory a batch may take, in bytes. A size without a gain may have been
    disturbed, so it is tried again, and the search ends with the second one in a row; what could be
    chosen is measured once more. OutOfMemoryError if not even one image fits.
    """
    trials = [measure(1)]
    reason: Reason = "largest"
    flat = 0
    while (batch := trials[-1].batch * 2) <= largest:
        # Twice the images need at most twice the memory, whatever part of it is constant.
        if trials[-1].memory * 2 > limit:
            reason = "memory"
            break
        wanted = max(trial.images_per_s for trial in trials) * (1 + KNEE)
        try:
            trial = measure(batch)
            if trial.images_per_s < wanted:
                trial = better(trial, measure(batch))
        except OutOfMemoryError:
            reason = "memory"
            break
        trials.append(trial)
        flat = flat + 1 if trial.images_per_s < wanted else 0
        if flat == 2:
            reason = "knee"
            break
    trials = _confirmed(trials, measure)
    return Tuning(choose(trials), reason, tuple(trials), limit)


def _confirmed(trials: list[Trial], measure: Callable[[int], Trial]) -> list[Trial]:
    """Measure once more what is close to the best: all of them late, so that none is favoured."""
    close = max(trial.images_per_s for trial in trials) * (1 - 2 * KNEE)
    return [better(t, measure(t.batch)) if t.images_per_s >= close else t for t in trials]


def better(first: Trial, second: Trial) -> Trial:
    """Return the quicker of two trials of one size, with the larger memory: others only ever slow it."""
    quicker = max(first, second, key=lambda trial: trial.images_per_s)
    return replace(quicker, memory=max(first.memory, second.memory))


def choose(trials: list[Trial]) -> int:
    """Return the smallest batch whose rate is nearly the best one measured."""
    enough = max(trial.images_per_s for trial in trials) * NEARLY_BEST
    return min(trial.batch for trial in trials if trial.images_per_s >= enough)


def fitting(batch: int, bytes_per_image: int, limit: int) -> int:
    """Return `batch`, halved until it fits into `limit` bytes; at least 1."""
    while batch > 1 and batch * bytes_per_image > limit:
        batch //= 2
    return batch
