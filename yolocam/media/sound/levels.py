"""How loud sound is: the peaks of its channels, as a level meter shows them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yolocam.media.sound.sound_mix import SoundMix

QUIETEST_DB = -60.0
"""What a meter shows as silence."""

_CLIPPED = 0.999


@dataclass(frozen=True, slots=True)
class Levels:
    """Peaks in dB below full scale, left and right, and whether each was cut off at full scale."""

    peaks_db: tuple[float, float] = (QUIETEST_DB, QUIETEST_DB)
    clipped: tuple[bool, bool] = (False, False)


SILENCE = Levels()


def levels_of(samples: NDArray[np.float32], mix: SoundMix) -> Levels:
    """Return the levels of float32 (channels, N) as recordings and streams have it; mono is both channels."""
    if not samples.size:
        return SILENCE
    peaks = np.abs(samples).max(axis=1) * mix.factor
    left, right = (float(peaks[0]), float(peaks[-1]))
    return Levels((_decibels(left), _decibels(right)), (left >= _CLIPPED, right >= _CLIPPED))


def _decibels(peak: float) -> float:
    return max(float(20 * np.log10(max(peak, 1e-9))), QUIETEST_DB) if peak < 1 else 0.0
