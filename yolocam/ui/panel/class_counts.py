"""How many of each class are in the image, smoothed so that the numbers can be read."""

from __future__ import annotations

import time
from collections import deque

import numpy as np
from numpy.typing import NDArray

from yolocam.frame import Detected

_SPAN_S = 0.5
_MOST = 15  # results that are looked at; about ten arrive in each second


class ClassCounts:
    """Takes the median over the results of the last half second, so that one missed box changes nothing."""

    def __init__(self) -> None:
        self._latest: deque[tuple[float, NDArray[np.int64]]] = deque(maxlen=_MOST)

    def add(self, detected: Detected, classes: int, *, held: bool = False) -> None:
        """Count one result of a network of so many classes; a held or repeated frame counts alone."""
        ids = detected.detections.class_id
        ids = ids[(ids >= 0) & (ids < classes)]
        if held or detected.frame.repeat or (self._latest and len(self._latest[0][1]) != classes):
            self._latest.clear()
        self._latest.append((time.monotonic(), np.bincount(ids, minlength=classes)))

    def clear(self) -> None:
        """Forget everything."""
        self._latest.clear()

    def steady(self) -> NDArray[np.int64] | None:
        """Return int64 (classes,) counts, or None before the first result."""
        if not self._latest:
            return None
        newest = self._latest[-1][0]
        while self._latest[0][0] < newest - _SPAN_S:
            self._latest.popleft()
        counts = np.stack([count for _, count in self._latest])
        # The upper of two middle values: what was seen in half of the results is there.
        return np.asarray(np.sort(counts, axis=0)[len(counts) // 2])
