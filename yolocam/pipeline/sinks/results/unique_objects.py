"""Counts how many different objects there were, by their tracks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

_REMEMBERED = 4096
"""Tracks whose return would be noticed; more are never in view within a tracker's memory."""


class UniqueObjects:
    """Counts tracks that were seen twice or more: one seen once may have been nothing.

    Memory is bounded, however long the run.
    """

    def __init__(self) -> None:
        self.count = 0
        self._seen: OrderedDict[int, bool] = OrderedDict()  # whether each is counted

    def add(self, tracks: Iterable[int]) -> None:
        """Take the tracks of one frame; those below 0 are none."""
        for track in tracks:
            if track < 0:
                continue
            counted = self._seen.get(track)
            self.count += counted is False
            self._seen[track] = counted is not None
            self._seen.move_to_end(track)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
