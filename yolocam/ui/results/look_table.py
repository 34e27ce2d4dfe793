"""The looks at the frames of a film, as columns of numbers that are counted at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LOOK = np.dtype([("source", np.int32), ("seconds", np.float64), ("at", np.float64)])
"""A frame: the number of its source, its time in the source, its place on the axis of the timeline."""

FOUND = np.dtype([("look", np.int32), ("kind", np.int32), ("count", np.int32), ("score", np.float64)])
"""How many of a kind a look found, and the sum of their scores; `count` is 0 once it is replaced."""

_FIRST_ROOM = 1024


class LookTable:
    """A frame that is put again replaces what it found before; not for several threads at once."""

    def __init__(self) -> None:
        self._looks = np.zeros(_FIRST_ROOM, LOOK)
        self._found = np.zeros(_FIRST_ROOM, FOUND)
        self._number_of: dict[tuple[int, int], int] = {}
        self._rows_of: list[range] = []
        self._used = 0
        self._dead = 0

    def __len__(self) -> int:
        return len(self._rows_of)

    def put(
        self, source: int, pts_ns: int, seconds: float, at: float, found: list[tuple[int, int, float]]
    ) -> bool:
        """Put a frame with the (kind, count, sum of scores) that it holds; returns whether it is new."""
        number = self._number_of.setdefault((source, pts_ns), len(self._rows_of))
        is_new = number == len(self._rows_of)
        if is_new:
            self._looks = _with_room(self._looks, number + 1)
            self._looks[number] = source, seconds, at
            self._rows_of.append(range(0))
        else:
            rows = self._rows_of[number]
            self._found["count"][rows.start : rows.stop] = 0
            self._dead += len(rows)
        end = self._used + len(found)
        self._found = _with_room(self._found, end)
        for row, (kind, count, score) in enumerate(found, self._used):
            self._found[row] = number, kind, count, score
        self._rows_of[number] = range(self._used, end)
        self._used = end
        if self._dead > self._used // 2 + _FIRST_ROOM:
            self._squeeze()
        return is_new

    def copy(self) -> tuple[NDArray[np.void], NDArray[np.void]]:
        """Return the looks (LOOK) and what they found (FOUND)."""
        found = self._found[: self._used]
        return self._looks[: len(self)].copy(), found[found["count"] > 0]

    def _squeeze(self) -> None:
        """Throw away what later looks replaced."""
        used = self._found[: self._used]
        alive = used[used["count"] > 0]
        alive = alive[np.argsort(alive["look"], kind="stable")]
        ends = np.searchsorted(alive["look"], np.arange(len(self)), side="right").tolist()
        self._rows_of = [range(start, end) for start, end in zip([0, *ends], ends, strict=False)]
        self._found = _with_room(alive, len(alive) + _FIRST_ROOM)
        self._used, self._dead = len(alive), 0


def _with_room(rows: NDArray[np.void], needed: int) -> NDArray[np.void]:
    if needed <= len(rows):
        return rows
    larger = np.zeros(2 * needed, rows.dtype)
    larger[: len(rows)] = rows
    return larger
