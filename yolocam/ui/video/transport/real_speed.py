"""Measures how fast a file really plays, which is slower than wished where the network cannot keep up."""

from __future__ import annotations

from collections import deque

_SPAN_NS = 2_000_000_000
"""The speed is that of the last two seconds."""

_SOON_NS = 1_500_000_000
"""Before this there is not enough to measure by."""

_MOST = 500
_LEAP = 1.5
"""A position that moves this much faster than wished was sought."""

TOO_SLOW = 0.85
"""Share of the wished speed below which a person sees that it is slow."""


class RealSpeed:
    """Fed with the position of a playback several times a second."""

    def __init__(self) -> None:
        self._seen: deque[tuple[int, int]] = deque(maxlen=_MOST)
        self._wished = 0.0

    def measure(self, now_ns: int, position_ns: int, wished: float, *, playing: bool) -> float | None:
        """Return the speed where it is much lower than `wished`, None where it is not or is not known yet."""
        if not playing or wished != self._wished or self._was_sought(now_ns, position_ns, wished):
            self._seen.clear()
        self._wished = wished
        self._seen.append((now_ns, position_ns))
        while self._seen[0][0] < now_ns - _SPAN_NS:
            self._seen.popleft()
        first_ns, from_ns = self._seen[0]
        if now_ns - first_ns < _SOON_NS:
            return None
        speed = (position_ns - from_ns) / (now_ns - first_ns)
        return speed if speed < TOO_SLOW * wished else None

    def _was_sought(self, now_ns: int, position_ns: int, wished: float) -> bool:
        if not self._seen:
            return False
        last_ns, before_ns = self._seen[-1]
        moved = position_ns - before_ns
        return moved < 0 or moved > _LEAP * wished * (now_ns - last_ns) + _SPAN_NS / 4
