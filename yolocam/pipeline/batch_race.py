"""Lets batches of one image and of two take turns at the start of a run: the quicker size goes on."""

from __future__ import annotations

from collections.abc import Callable

SIZES = (1, 2)
"""Two images halve what the network reads of its weights for each; more gain little, and take memory."""

TURNS = 12
"""Batches of each size, of which the quickest counts: what else the machine does only slows one down, even in
the time of the thread's own work."""

WORTH = 0.98
"""What the larger batch has to bring the time of an image down to."""


class BatchRace:
    """Used by the thread of the inference stage alone. `decided` hears the answer, once."""

    def __init__(self, decided: Callable[[int], None]) -> None:
        self._decided = decided
        self._asked = 0
        self._times: dict[int, list[int]] = {size: [] for size in SIZES}
        self.answer: int | None = None

    def next_size(self) -> int:
        """Return how many images the next batch is to have."""
        self._asked += 1
        return self.answer or SIZES[self._asked % len(SIZES)]

    def took(self, images: int, thread_ns: int) -> None:
        """Take down how long a thread computed on a batch."""
        if self.answer is not None or images not in self._times:
            return
        self._times[images].append(thread_ns // images)
        if all(len(times) >= TURNS for times in self._times.values()):
            one, two = (min(self._times[size]) for size in SIZES)
            self.answer = 2 if two <= WORTH * one else 1
            self._decided(self.answer)
