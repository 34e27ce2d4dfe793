"""Which sound goes with the images."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yolocam.frame import SourceSound
from yolocam.media.sound.sound_input import SoundInput
from yolocam.media.sound.sound_mix import UNMIXED, SoundMix


@dataclass(frozen=True, slots=True)
class AudioChoice:
    """The sound of the source if `own`; beside live sources without sound that of an input.

    `listening` is the input's name, as `SoundInput` has it. `mix` holds for whatever is heard.
    """

    own: bool = True
    listening: str | None = None
    mix: SoundMix = UNMIXED


class HeardInput:
    """One use of an input: the sound beside a recording or a stream, which closes it at its own end."""

    def __init__(self, sound: SourceSound, ended: Callable[[HeardInput], None]) -> None:
        self._sound = sound
        self._ended = ended

    @property
    def newest_ns(self) -> int | None:
        """Until which moment of the monotonic clock there is sound."""
        return self._sound.newest_ns

    def read(self, at_ns: int, count: int) -> NDArray[np.float32]:
        """Return float32 (2, count) from a moment of the monotonic clock on; silence where there is none."""
        return self._sound.read(at_ns, count)

    def close(self) -> None:
        """End the use; may be called again."""
        self._ended(self)


class SharedInput:
    """The input that recordings and streams share; it listens only while one of them uses it.

    `choice` may be replaced at any time: its mix and another input hold at once, also for those who use the
    input; whether one is used, from the next use on. All methods may be called on any thread. `tell` hears,
    on a thread of its own, that the device is lost or back.
    """

    def __init__(
        self,
        choice: AudioChoice | None = None,
        tell: Callable[[str], None] = lambda words: None,
        make: Callable[[str, Callable[[str], None]], SoundInput] = SoundInput,
    ) -> None:
        self._choice = choice or AudioChoice()
        self.tell = tell
        self._make = make
        self._lock = threading.Lock()
        self._uses: set[HeardInput] = set()  # guarded by _lock, like the input
        self._input: SoundInput | None = None

    @property
    def choice(self) -> AudioChoice:
        """Which sound is wanted now."""
        return self._choice  # replaced whole

    @choice.setter
    def choice(self, choice: AudioChoice) -> None:
        before, self._choice = self._choice, choice
        if choice.listening is None or choice.listening == before.listening:
            return
        with self._lock:
            if self._input is not None:
                self._input.change(choice.listening)

    def mix(self) -> SoundMix:
        """Return the mix of this moment."""
        return self._choice.mix

    def acquire(self) -> HeardInput | None:
        """Return a use of the input, which is to be closed; None where no input was chosen. SourceError."""
        listening = self._choice.listening
        if listening is None:
            return None
        with self._lock:
            if self._input is None:
                self._input = self._make(listening, lambda words: self.tell(words))
            use = HeardInput(self._input, self._release)
            self._uses.add(use)
            return use

    def close(self) -> None:
        """Stop listening, whoever uses it."""
        with self._lock:
            ended, self._input = self._input, None
            self._uses.clear()
        if ended is not None:
            ended.close()

    def _release(self, use: HeardInput) -> None:
        with self._lock:
            if use not in self._uses:
                return
            self._uses.remove(use)
            ended, self._input = (self._input, None) if not self._uses else (None, self._input)
        if ended is not None:
            ended.close()
