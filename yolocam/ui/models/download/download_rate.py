"""Rate and remaining time of a download, smoothed: bytes arrive in bursts."""

from __future__ import annotations

from collections import deque

WINDOW_S = 5.0
"""The rate is the mean over this time."""

_LEAST_S = 1.0
"""A rate over a shorter time would be noise."""

_MAX_SAMPLES = 64


class DownloadRate:
    """Computes bytes per second from the byte counts it is given."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque(maxlen=_MAX_SAMPLES)

    def add(self, seconds: float, count: int) -> None:
        """Note that `count` bytes have arrived at a time; a lower count than before starts over."""
        if self._samples and count < self._samples[-1][1]:
            self._samples.clear()
        self._samples.append((seconds, count))
        while self._samples[0][0] < seconds - WINDOW_S:
            self._samples.popleft()

    @property
    def bytes_per_s(self) -> float | None:
        """The rate; None until it can be measured."""
        if len(self._samples) < 2:
            return None
        (begin, first), (end, last) = self._samples[0], self._samples[-1]
        return (last - first) / (end - begin) if end - begin >= _LEAST_S else None

    def seconds_left(self, total: int | None) -> float | None:
        """Return the time until `total` bytes have arrived; None if unknown."""
        rate = self.bytes_per_s
        if total is None or not rate:
            return None
        return max(total - self._samples[-1][1], 0) / rate
