"""How loud and how late the sound beside images is; it may change while it is recorded or streamed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SourceError

GAIN_DB = (-60, 40)
DELAY_MS = (-1000, 1000)

_RAMP = 480
"""Samples over which the loudness changes: a step would be heard as a click."""


@dataclass(frozen=True, slots=True)
class SoundMix:
    """`gain_db` makes sound louder, `delay_ms` lets it be heard later, `muted` makes it silence.

    Cameras whose images come late want a delay. SourceError where a number is out of bounds.
    """

    gain_db: float = 0.0
    delay_ms: float = 0.0
    muted: bool = False

    def __post_init__(self) -> None:
        if not GAIN_DB[0] <= self.gain_db <= GAIN_DB[1]:
            raise SourceError(
                f"the gain of the sound is {self.gain_db:g}, expected {GAIN_DB[0]} to {GAIN_DB[1]} dB"
            )
        if not DELAY_MS[0] <= self.delay_ms <= DELAY_MS[1]:
            raise SourceError(
                f"the delay of the sound is {self.delay_ms:g}, expected {DELAY_MS[0]} to {DELAY_MS[1]} ms"
            )

    @property
    def factor(self) -> float:
        """What samples are multiplied by."""
        return 0.0 if self.muted else float(10 ** (self.gain_db / 20))

    @property
    def delay_ns(self) -> int:
        """The delay in nanoseconds."""
        return round(self.delay_ms * 1e6)


UNMIXED = SoundMix()
"""Sound as it is."""

MixNow = Callable[[], SoundMix]
"""Returns the mix of this moment; called on any thread."""


def unmixed() -> SoundMix:
    """Return the mix that changes nothing."""
    return UNMIXED


class Loudness:
    """Applies the loudness of a mix to sound that comes in pieces; used by one thread."""

    def __init__(self) -> None:
        self._factor: float | None = None

    def apply(self, samples: NDArray[np.float32], mix: SoundMix) -> NDArray[np.float32]:
        """Return float32 (channels, N) in -1..1, as loud as the mix wants it; a change has no click."""
        before, self._factor = self._factor, mix.factor
        if before is None or before == mix.factor:
            if mix.factor == 1.0:
                return samples
            louder: NDArray[np.float32] = np.clip(samples * np.float32(mix.factor), -1, 1)
            return louder
        ramp = np.full(samples.shape[1], mix.factor, np.float32)
        count = min(_RAMP, samples.shape[1])
        ramp[:count] = np.linspace(before, mix.factor, count + 1, dtype=np.float32)[1:]
        fading: NDArray[np.float32] = np.clip(samples * ramp, -1, 1)
        return fading
