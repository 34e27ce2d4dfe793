"""The input size at which a network keeps up with a camera on this machine, found by measuring."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from yolocam.pipeline.interfaces import BatchDetector
from yolocam.settings import Settings

BUDGET_MS = 20.0
"""What the network may take of the 33 ms between two frames of a camera: drawing needs the rest."""

RUNS = 5

_IMAGE_HW = (720, 1280)


def live_size(
    detector: BatchDetector,
    sizes: Sequence[int],
    settings: Settings,
    *,
    clock: Callable[[], int] = time.perf_counter_ns,
) -> int:
    """Return the last of `sizes` (sides in pixels, ascending) at which an image takes at most BUDGET_MS.

    The first where none does. Works from the largest down, so a machine that is quick enough measures once.
    """
    for size in reversed(sizes[1:]):
        if image_ms(detector, replace(settings, imgsz=size), clock=clock) <= BUDGET_MS:
            return size
    return sizes[0]


def image_ms(
    detector: BatchDetector, settings: Settings, *, clock: Callable[[], int] = time.perf_counter_ns
) -> float:
    """Return how long one image takes from frame to boxes, in milliseconds: the quickest of a few runs.

    The quickest, because whatever else the machine does only makes a run slower.
    """
    image = np.full((*_IMAGE_HW, 3), 128, np.uint8)
    detector.submit([image], settings).result()  # reserves memory, arranges weights
    taken = []
    for _ in range(RUNS):
        began = clock()
        detector.submit([image], settings).result()
        taken.append(clock() - began)
    return min(taken) / 1e6
