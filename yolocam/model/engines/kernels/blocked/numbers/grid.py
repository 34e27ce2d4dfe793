"""What the bytes of an image mean."""

from __future__ import annotations

from typing import NamedTuple

LEVELS = 255

ZEROS = (0, 16, 32, 64, 96, 128, 160, 192, 224, LEVELS)
"""Bytes that stand for 0, of which a kernel's image has one: images with the same may share memory."""


class Grid(NamedTuple):
    """Bytes that mean `scale * (byte - zero)`."""

    scale: float
    zero: int

    @staticmethod
    def spanning(low: float, high: float) -> Grid:
        """Return the grid whose bytes reach from `low` to `high`, and which holds 0 exactly."""
        low, high = min(low, 0.0), max(high, 0.0)
        scale = max(high - low, 1e-6) / LEVELS
        return Grid(scale, round(-low / scale))

    @staticmethod
    def covering(low: float, high: float) -> Grid:
        """Return the finest grid from `low` or below to `high` or above whose zero is one of ZEROS."""
        grids = [Grid(_scale(low, high, zero), zero) for zero in ZEROS]
        return min(grids, key=lambda grid: grid.scale)

    @property
    def offset(self) -> float:
        """What byte 0 means."""
        return -self.scale * self.zero


PLAIN = Grid(1.0, 0)
"""That of numbers which are no bytes."""


def _scale(low: float, high: float, zero: int) -> float:
    below = -low / zero if zero else float("inf") if low < 0 else 0.0
    above = high / (LEVELS - zero) if zero < LEVELS else float("inf") if high > 0 else 0.0
    return max(below, above, 1e-6)
