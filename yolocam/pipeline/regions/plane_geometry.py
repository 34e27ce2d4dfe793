"""Distances to lines and areas, and whether a way crosses a line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""float64 (N, 2): x, y in pixels, y downwards."""

Depths = dict[str, NDArray[np.float64]]
"""How far the same points lie within each area of a name, see `depth`."""


def side(points: Points, line: Points) -> NDArray[np.float64]:
    """Return how far points lie to the right of a line, in pixels, (N,); less than 0 to the left.

    Left and right are those of somebody who looks from the line's first point to its second.
    """
    start, along = line[0], line[1] - line[0]
    away = points - start
    right: NDArray[np.float64] = (along[0] * away[:, 1] - along[1] * away[:, 0]) / np.hypot(*along)
    return right


def crosses(before: Points, after: Points, line: Points) -> bool:
    """Whether the straight way from one point to another, on either side, meets the line between its ends."""
    (one,), (other,) = side(before[None], line), side(after[None], line)
    meeting = before + (after - before) * (one / (one - other))
    along = line[1] - line[0]
    share = float((meeting - line[0]) @ along / (along @ along))
    return 0.0 <= share <= 1.0


def depth(points: Points, polygon: Points) -> NDArray[np.float64]:
    """Return how far points lie within a polygon, in pixels to its nearest edge, (N,); less than 0 outside.

    What is enclosed an even number of times is outside.
    """
    start, end = polygon, np.roll(polygon, -1, axis=0)
    along = end - start
    away = points[:, None] - start
    length = np.maximum((along**2).sum(1), 1e-12)
    share = np.clip((away * along).sum(2) / length, 0, 1)
    distance = np.sqrt(((away - share[:, :, None] * along) ** 2).sum(2)).min(1)
    x, y = points[:, :1], points[:, 1:]
    spans = (start[:, 1] > y) != (end[:, 1] > y)
    height = np.where(along[:, 1] == 0, 1.0, along[:, 1])
    left_of = x < start[:, 0] + (y - start[:, 1]) * along[:, 0] / height
    inside = (spans & left_of).sum(1) % 2 == 1
    signed: NDArray[np.float64] = np.where(inside, distance, -distance)
    return signed
