"""A sound output for tests, which keeps what it was given and when that would be heard."""

from __future__ import annotations

import threading
import time

import numpy as np

from yolocam.errors import SourceError
from yolocam.media.sound.live_sound import RATE

PIECE = 480
LATENCY_NS = 50_000_000


class FakeSpeaker:
    """Asks for samples as a device does; `heard` returns at which moments of the clock there were clicks."""

    def __init__(self):
        self.plugged = True
        self.opened = self.closed = 0
        self.pieces = []
        self._playing = threading.Event()
        self._over = threading.Event()

    def open(self, fill):
        if not self.plugged:
            raise SourceError("there is no loudspeaker")
        self.opened += 1
        self._over = threading.Event()
        self._playing.set()
        self._thread = threading.Thread(target=self._play, args=(fill, self._over), daemon=True)
        self._thread.start()
        return self

    def _play(self, fill, over):
        due_ns = time.monotonic_ns()
        while not over.is_set():
            if not self._playing.wait(0.05) or not self.plugged:
                due_ns = time.monotonic_ns()
                time.sleep(0.005)
                continue
            while due_ns > time.monotonic_ns():
                time.sleep(0.002)
            self.pieces.append((due_ns + LATENCY_NS, fill(PIECE, due_ns + LATENCY_NS)))
            due_ns += PIECE * 1_000_000_000 // RATE

    def pause(self):
        self._playing.clear()

    def resume(self):
        self._playing.set()

    def close(self):
        self.closed += 1
        self._over.set()

    @property
    def resting(self):
        return not self._playing.is_set()

    def clicks(self):
        """When clicks were heard, in seconds of the monotonic clock."""
        found = []
        for at_ns, samples in list(self.pieces):
            loud = np.flatnonzero(np.abs(samples[0]) > 0.1)
            if len(loud):
                at = at_ns / 1e9 + loud[0] / RATE
                if not found or at - found[-1][1] > 0.1:
                    found.append([at, at])
                found[-1][1] = at_ns / 1e9 + loud[-1] / RATE
        return [first for first, _ in found]
