"""A sound card for tests that may be unplugged."""

from __future__ import annotations

import threading

import numpy as np

from yolocam.errors import SourceError
from yolocam.media.sound.sound_input import SoundInput


class FakeCard:
    """A sound card that may be unplugged: then it gives nothing, and cannot be opened."""

    def __init__(self):
        self.plugged = True
        self.opened = 0
        self.closed = 0
        self.names = []
        self.loudness = 0.25, 0.25

    def make(self, name, tell):
        return SoundInput(name, tell, open_device=self.open)

    def open(self, name, heard):
        if not self.plugged:
            raise SourceError("no such device")
        self.names.append(name)
        self.opened += 1
        self._stop = threading.Event()
        threading.Thread(target=self._play, args=(heard, self._stop), daemon=True).start()
        return self

    def _play(self, heard, stop):
        while self.plugged and not stop.wait(0.01):
            heard(np.repeat(np.float32([self.loudness]).T, 480, axis=1), 0.01)

    def close(self):
        self.closed += 1
        self._stop.set()
