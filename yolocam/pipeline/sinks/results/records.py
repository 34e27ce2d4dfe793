"""Rounds the numbers of a result for text files; no NaN or infinity reaches a file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yolocam.detections import Detections
from yolocam.frame import Detected


@dataclass(frozen=True, slots=True)
class Record:
    """One detection in plain numbers: pixels to 2 decimals, scores in 0..1 to 6 decimals.

    `track_id` is None where the object has no track.
    """

    class_id: int
    class_name: str
    confidence: float
    objectness: float
    class_score: float
    xyxy: tuple[float, float, float, float]
    track_id: int | None = None


def records_of(detected: Detected) -> Iterator[Record]:
    """Yield the detections of a frame, strongest first."""
    found = detected.detections
    names = detected.model.class_names
    for row in range(len(found)):
        class_id = int(found.class_id[row])
        x1, y1, x2, y2 = (_number(value, 2) for value in found.xyxy[row].tolist())
        yield Record(
            class_id,
            class_name(names, class_id),
            _number(float(found.confidence[row]), 6),
            _number(float(found.objectness[row]), 6),
            _number(float(found.class_score[row]), 6),
            (x1, y1, x2, y2),
            _track(found, row),
        )


def _track(found: Detections, row: int) -> int | None:
    number = -1 if found.track_id is None else int(found.track_id[row])
    return None if number < 0 else number


def class_name(names: Sequence[str], class_id: int) -> str:
    """Return the name of a class; "class 77" for one that has none."""
    return names[class_id] if 0 <= class_id < len(names) else f"class {class_id}"


def seconds(pts_ns: int) -> float:
    """Return a media time in seconds, to the nanosecond."""
    return round(pts_ns / 1e9, 9)


def exact_numbers(values: NDArray[np.float32]) -> list[Any]:
    """Return float32 numbers as nested lists of the shortest decimals that give them back, bit for bit."""
    numbers: list[Any] = values.astype(str).astype(np.float64).tolist()
    return numbers


def _number(value: float, decimals: int) -> float:
    return round(value, decimals) if math.isfinite(value) else 0.0
