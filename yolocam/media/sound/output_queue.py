"""Samples on their way to a sound output, and when each of them is heard."""

from __future__ import annotations

import threading
from collections import deque

import numpy as np
from numpy.typing import NDArray

from yolocam.media.sound.live_sound import RATE

_SECOND_NS = 1_000_000_000
_SMOOTHING = 1 / 16
_JUMP_NS = 60_000_000
"""A device whose clock is off by more than this was held up; what it says then is the truth."""


class OutputQueue:
    """Counts samples from the first that the device played; all methods may be called on any thread.

    Where the device wants more than there is, it gets silence, and what comes too late is left out.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: deque[NDArray[np.float32]] = deque()  # guarded by _lock, like all that follows
        self._played = 0
        self._waiting = 0
        self._began_ns: int | None = None  # when sample 0 was heard, by the clock of the device

    @property
    def waiting(self) -> int:
        """How many samples the device may take at once."""
        with self._lock:
            return self._waiting

    @property
    def made(self) -> int:
        """The place of the next sample that is put."""
        with self._lock:
            return self._played + self._waiting

    def restart(self) -> None:
        """Begin anew with another device, whose clock is not known yet."""
        self.clear()
        with self._lock:
            self._began_ns = None

    def clear(self) -> None:
        """Throw away what waits."""
        with self._lock:
            self._pieces.clear()
            self._waiting = 0

    def put(self, samples: NDArray[np.float32]) -> None:
        """Append float32 (2, N)."""
        with self._lock:
            self._pieces.append(samples)
            self._waiting += samples.shape[1]

    def take(self, count: int, heard_ns: int) -> NDArray[np.float32]:
        """Return float32 (2, count), of which the first is heard at a moment of the monotonic clock."""
        with self._lock:
            self._note(heard_ns)
            found = np.zeros((2, count), np.float32)
            filled = 0
            while self._pieces and filled < count:
                piece = self._pieces.popleft()
                used = min(piece.shape[1], count - filled)
                found[:, filled : filled + used] = piece[:, :used]
                filled += used
                if used < piece.shape[1]:
                    self._pieces.appendleft(piece[:, used:])
            self._waiting -= filled
            self._played += count
            return found

    def position_at(self, at_ns: int) -> int | None:
        """Return the place of the sample that is heard at a moment; None while no device has asked."""
        with self._lock:
            return None if self._began_ns is None else (at_ns - self._began_ns) * RATE // _SECOND_NS

    def _note(self, heard_ns: int) -> None:
        began_ns = heard_ns - self._played * _SECOND_NS // RATE
        if self._began_ns is None or abs(began_ns - self._began_ns) > _JUMP_NS:
            self._began_ns = began_ns
        self._began_ns += round((began_ns - self._began_ns) * _SMOOTHING)
