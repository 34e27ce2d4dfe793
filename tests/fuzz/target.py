"""A kind of input that is attacked: whole examples of it, and the reading of a changed one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fuzz.mutations import Mutator
from yolocam.detections import Detections
from yolocam.settings import Settings

LOW = Settings(confidence=0.02)
"""Lets many boxes through, so that many are looked at."""


@dataclass(frozen=True)
class Target:
    """One kind of input. `examples` are by file name; `read` gets the path of a changed one.

    `share` is its part of the time.
    """

    examples: Callable[[Path], dict[str, bytes]]
    change: Callable[[Mutator, bytes], bytes]
    read: Callable[[Path], None]
    share: int = 1


def check_boxes(found: Detections) -> None:
    """A box that was let through is a box: finite, and with a score from 0 to 1."""
    assert np.isfinite(found.xyxy).all(), "a box is not finite"
    scores = found.confidence
    assert np.isfinite(scores).all() and (scores >= 0).all() and (scores <= 1).all(), "a score is none"


def always(examples: dict[str, str]) -> Callable[[Path], dict[str, bytes]]:
    """Examples that need no folder to be made in: texts by file name."""
    return lambda _: {name: text.encode() for name, text in examples.items()}
