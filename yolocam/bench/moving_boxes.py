"""A made-up scene for trackers: boxes that move and bounce, each with its true identity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

FPS = 30
SIZE_WH = (1280, 720)
OBJECTS = 24

_BOX_WH = (50.0, 100.0)
_SPEEDS = (60.0, 180.0)  # pixels a second
_JITTER = 1.2  # standard deviation of each edge, in pixels
_MISSED = 0.04

EVERY_FRAME, GAPS = (1,), ((1, 2, 3), (1, 2, 4, 8), (1, 5, 9, 13))
"""How many frames lie between one that is looked at and the next, in turn."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One frame: the time in seconds, the boxes that were found, float32 (M, 4), and whose they are, (M,).

    `true_xyxy` float64 (N, 4) are the boxes of all objects, found or not.
    """

    seconds: float
    xyxy: NDArray[np.float32]
    objects: NDArray[np.int64]
    true_xyxy: NDArray[np.float64]


def moving_boxes(seed: int, frames: int = 600, objects: int = OBJECTS) -> Iterator[Look]:
    """Yield a scene of one class: straight lines with bounces, jitter of 1.2 pixels, 4 % missed."""
    random = np.random.default_rng(seed)
    half = np.array(_BOX_WH) / 2
    low, high = half, np.array(SIZE_WH) - half
    centre = random.uniform(low, high, (objects, 2))
    angle, speed = random.uniform(0, 2 * np.pi, objects), random.uniform(*_SPEEDS, objects)
    step = np.stack((np.cos(angle), np.sin(angle)), axis=1) * speed[:, None] / FPS
    for number in range(frames):
        true = np.concatenate((centre - half, centre + half), axis=1)
        found = random.random(objects) >= _MISSED
        shaken = (true + random.normal(0, _JITTER, true.shape)).astype(np.float32)
        yield Look(number / FPS, shaken[found], found.nonzero()[0], true)
        centre = centre + step
        step = np.where(centre < low, abs(step), np.where(centre > high, -abs(step), step))
        centre = np.where(centre < low, 2 * low - centre, np.where(centre > high, 2 * high - centre, centre))


def thinned(looks: Iterable[Look], steps: Sequence[int]) -> Iterator[Look]:
    """Yield the frames that are left where so many lie between one and the next, in turn."""
    wanted, turns = 0, cycle(steps)
    for number, look in enumerate(looks):
        if number == wanted:
            yield look
            wanted += next(turns)


def switches(answers: Iterable[tuple[NDArray[np.int64], NDArray[np.int32]]]) -> int:
    """Count how often an object gets another number; an answer is objects and their numbers, -1 for none."""
    last: dict[int, int] = {}
    count = 0
    for objects, numbers in answers:
        for thing, number in zip(objects.tolist(), numbers.tolist(), strict=True):
            if number >= 0:
                count += last.get(thing, number) != number
                last[thing] = number
    return count
