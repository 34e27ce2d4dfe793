"""Which images of a film are kept where fewer a second are wanted."""

from __future__ import annotations

from fractions import Fraction

_EARLY_S = Fraction(1, 125)
"""By how much an image may come early, but no more than a quarter of a step: live ones do, and containers
round times."""


class RateLimit:
    """Keeps at most `fps` images for each second, as evenly as they come; all of them where it is None."""

    def __init__(self, fps: Fraction | None) -> None:
        self._step = None if fps is None else 1 / fps
        self._early = _EARLY_S if self._step is None else min(_EARLY_S, self._step / 4)
        self._due: Fraction | None = None

    def takes(self, seconds: Fraction) -> bool:
        """Whether to keep the image at this time of the film; the first one always is."""
        if self._step is None:
            return True
        due = seconds if self._due is None else self._due
        if seconds < due - self._early:
            return False
        self._due = (due if seconds < due + self._step else seconds) + self._step
        return True

    def shown(self, seconds: Fraction) -> Fraction:
        """Return how long an image is shown that is kept: for those after it as well, which are left out."""
        return seconds if self._step is None else max(seconds, self._step)


def kept_rate(source: Fraction | None, most: Fraction | None) -> Fraction | None:
    """Return the images per second that are left of a source's; None where they are not known."""
    return most if source is None else source if most is None else min(source, most)
