"""The newest seconds of live sound, placed by the monotonic clock, for readers that each go their own way."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from yolocam.frame import SourceSound

RATE = 48_000
"""Samples per second of live sound, and of the sound of streams."""

_SECOND_NS = 1_000_000_000
_KEPT = 5 * RATE
_JUMP = RATE // 10
"""Samples by which sound may be off its clock before it is set right at once."""

_OFF = RATE // 40
"""The same on the whole, over several pieces."""

_SLACK = RATE // 250
"""Samples by which it may be off before it is stretched or squeezed."""

_STRETCH = 200
"""A piece grows or shrinks by one part of so many, which nobody hears."""

_SMOOTHING = 1 / 16


class LiveSound:
    """Holds the last five seconds of stereo sound at 48 kHz; all methods may be called on any thread.

    A device counts its samples by a clock of its own, and its pieces arrive now a little earlier, now later.
    So pieces are laid one after the other; where they drift away from the clock, a sample is added or left
    out here and there. Where sound was missing there is silence.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ring = np.zeros((2, _KEPT), np.float32)  # guarded by _lock, like all that follows
        self._end: int | None = None
        self._error = 0.0

    @property
    def newest_ns(self) -> int | None:
        """Until which moment of the monotonic clock there is sound; None where there was none yet."""
        with self._lock:
            return None if self._end is None else self._end * _SECOND_NS // RATE

    def put(self, samples: NDArray[np.float32], at_ns: int) -> None:
        """Append float32 (2, N), of which the first was taken at `at_ns` of the monotonic clock."""
        samples = samples[:, -_KEPT:]
        if not samples.shape[1]:
            return
        with self._lock:
            wanted = at_ns * RATE // _SECOND_NS
            if self._end is not None:
                self._error += (wanted - self._end - self._error) * _SMOOTHING
            if self._end is None or abs(wanted - self._end) > _JUMP or abs(self._error) > _OFF:
                samples = self._jump(samples, wanted)
            else:
                samples = self._stretched(samples)
            self._append(samples)

    def read(self, at_ns: int, count: int) -> NDArray[np.float32]:
        """Return float32 (2, count) from a moment of the monotonic clock on; silence where there is none."""
        with self._lock:
            found = np.zeros((2, count), np.float32)
            if self._end is None:
                return found
            start = at_ns * RATE // _SECOND_NS
            first = max(start, self._end - _KEPT)
            last = min(start + count, self._end)
            if first < last:
                found[:, first - start : last - start] = self._ring[:, np.arange(first, last) % _KEPT]
            return found

    def _jump(self, samples: NDArray[np.float32], wanted: int) -> NDArray[np.float32]:
        """Set the clock right: with silence before what comes late, without what is there already."""
        self._error = 0.0
        if self._end is None or wanted - self._end >= _KEPT:
            self._ring[:] = 0
            self._end = wanted
        elif wanted > self._end:
            self._append(np.zeros((2, wanted - self._end), np.float32))
        return samples[:, max(self._end - wanted, 0) :]

    def _stretched(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        count = samples.shape[1]
        if abs(self._error) < _SLACK or count < 2:
            return samples
        change = max(count // _STRETCH, 1)
        wanted = max(count + (change if self._error > 0 else -change), 1)
        at = np.linspace(0, count - 1, wanted)
        return np.stack([np.interp(at, np.arange(count), one) for one in samples]).astype(np.float32)

    def _append(self, samples: NDArray[np.float32]) -> None:
        assert self._end is not None
        count = samples.shape[1]
        self._ring[:, np.arange(self._end, self._end + count) % _KEPT] = samples
        self._end += count


class LiveSoundReader:
    """Reads live sound from a moment on, as `SoundReader` does that of a file; used by one thread."""

    rate = RATE
    layout = "stereo"
    lag_s = 0.3
    """How long sound may take to arrive after the image of the same moment."""

    def __init__(self, sound: SourceSound) -> None:
        self._sound = sound
        self._start_ns = 0
        self._count = 0

    def go_to(self, at_ns: int) -> None:
        """Make the next `read` start at a moment of the monotonic clock."""
        self._start_ns, self._count = at_ns, 0

    def read(self, count: int) -> NDArray[np.float32]:
        """Return the next samples, float32 (2, count) in -1..1."""
        at_ns = self._start_ns + self._count * _SECOND_NS // RATE
        self._count += count
        return self._sound.read(at_ns, count)

    def close(self) -> None:
        """Do nothing: the sound belongs to its source."""
