"""The tracks at one moment, as columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Tracks:
    """N tracks; never written to, so that an earlier moment can be taken up again.

    `track_id` and `class_id` int64 (N,). `centre`, `size`, `velocity` float64 (N, 2): pixels, and pixels
    a second, as x, y. `spread` (N, 3): variances of position and velocity and their covariance, alike in
    x and y, as position, both, velocity. `seen_at` (N,) is when each was seen last, in seconds, `seen_centre`
    (N, 2) where. `hits` (N,) counts how often.
    """

    track_id: NDArray[np.int64]
    class_id: NDArray[np.int64]
    centre: Floats
    size: Floats
    velocity: Floats
    spread: Floats
    seen_at: Floats
    seen_centre: Floats
    hits: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.track_id)

    @property
    def scale(self) -> Floats:
        """The side of a square as large as each box, (N,), in pixels."""
        side: Floats = np.sqrt(self.size[:, 0] * self.size[:, 1])
        return side

    def select(self, rows: NDArray[Any]) -> Tracks:
        """Return the rows that a boolean mask or an index array picks."""
        return Tracks(**{f.name: getattr(self, f.name)[rows] for f in fields(Tracks)})

    def joined(self, others: Tracks) -> Tracks:
        """Return these tracks and, behind them, the others."""
        both = ((f.name, (getattr(self, f.name), getattr(others, f.name))) for f in fields(Tracks))
        return Tracks(**{name: np.concatenate(columns) for name, columns in both})

    @staticmethod
    def none() -> Tracks:
        """Return no tracks."""
        number, pair = np.zeros(0, np.int64), np.zeros((0, 2))
        return Tracks(number, number, pair, pair, pair, np.zeros((0, 3)), np.zeros(0), pair, number)


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """What was found in one frame: `centre` and `size` float64 (M, 2) in pixels, `class_id` int64 (M,)."""

    centre: Floats
    size: Floats
    class_id: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.class_id)

    def select(self, rows: NDArray[Any]) -> Boxes:
        """Return the rows that a boolean mask or an index array picks."""
        return Boxes(self.centre[rows], self.size[rows], self.class_id[rows])

    @staticmethod
    def of(xyxy: NDArray[np.float32], class_id: NDArray[np.int32]) -> Boxes:
        """Return boxes given by their corners."""
        corners = xyxy.astype(np.float64)
        size = np.maximum(corners[:, 2:] - corners[:, :2], 1.0)
        return Boxes((corners[:, :2] + corners[:, 2:]) / 2, size, class_id.astype(np.int64))
