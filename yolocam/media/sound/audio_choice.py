"""Which sound goes with the images."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from yolocam.media.sound.sound_input import InputSettings, SoundInput


@dataclass(frozen=True, slots=True)
class AudioChoice:
    """The sound of the source if `own`; beside live sources without sound that of the `listening` input."""

    own: bool = True
    listening: InputSettings | None = None


class SharedInput:
    """The input that recordings and streams share; it listens only while one of them uses it.

    `choice` may be replaced at any time and holds from the next use on. All methods may be called on any
    thread. `tell` hears, on a thread of its own, that the device is lost or back.
    """

    def __init__(
        self,
        choice: AudioChoice | None = None,
        tell: Callable[[str], None] = lambda words: None,
        make: Callable[[InputSettings, Callable[[str], None]], SoundInput] = SoundInput,
    ) -> None:
        self.choice = choice or AudioChoice()
        self.tell = tell
        self._make = make
        self._lock = threading.Lock()
        self._users = 0  # guarded by _lock, like the input
        self._input: SoundInput | None = None

    def acquire(self) -> SoundInput | None:
        """Return the input, None where none was chosen; each call wants a `release`. SourceError."""
        with self._lock:
            if self._input is None and self.choice.listening is not None:
                self._input = self._make(self.choice.listening, lambda words: self.tell(words))
            self._users += 1
            return self._input

    def close(self) -> None:
        """Stop listening, whoever uses it."""
        with self._lock:
            ended, self._input, self._users = self._input, None, 0
        if ended is not None:
            ended.close()

    def release(self) -> None:
        """Stop listening if nobody else uses it."""
        with self._lock:
            self._users -= 1
            ended, self._input = (self._input, None) if self._users <= 0 else (None, self._input)
        if ended is not None:
            ended.close()
