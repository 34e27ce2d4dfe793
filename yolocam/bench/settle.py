"""Waits until a network has reached its final form, such as int8 or fp16."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from yolocam.frame import Image
from yolocam.pipeline.interfaces import BatchDetector
from yolocam.settings import Settings

MOST_RUNS = 600
MOST_SECONDS = 60.0


class ChangingDetector(BatchDetector, Protocol):
    """A detector that may take up the precision it was asked for only after some images."""

    @property
    def refusal(self) -> str | None:
        """Why it never will, in a sentence."""

    @property
    def settled(self) -> bool:
        """Whether it will go on as it runs now."""


def settle(
    detector: ChangingDetector,
    images: Sequence[Image],
    settings: Settings,
    clock: Callable[[], float] = time.monotonic,
) -> str | None:
    """Show it images until it has changed; returns in a sentence why it has not, None if all is well."""
    began = clock()
    for image in itertools.islice(itertools.cycle(images), MOST_RUNS):
        if detector.settled or clock() - began > MOST_SECONDS:
            break
        detector.submit([image], settings).result()
    if detector.settled:
        return detector.refusal
    return f"{settings.precision} has seen too little on these images to be taken up"
