"""When each class was there, over a run of any length, in a fixed number of bins."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from yolocam.frame import Frame, Rendered, SourceInfo
from yolocam.pipeline.sinks.results.records import class_name
from yolocam.pipeline.sinks.results.wall_clock import WallClock

BINS = 1024
"""When a run outgrows them, each two become one that is twice as wide."""

_FIRST_WIDTH_S = 1 / 64


@dataclass(frozen=True, slots=True, eq=False)
class ClassHistogram:
    """How many of each class were found, over `length` seconds, or images where `in_pictures`.

    `frames` int64 (B,) counts the frames of each bin, `found` the detections (B,) of each class, by
    id and name; a bin is `width` wide. `most` is the most of a class in one frame. `started` is when a
    live source began.
    """

    found: dict[tuple[int, str], NDArray[np.int64]]
    most: dict[tuple[int, str], int]
    frames: NDArray[np.int64]
    width: float
    length: float
    in_pictures: bool
    started: datetime | None


class PresenceSink:
    """Files are laid on the axis by their media time, one after the other; live sources by the clock.

    Where the first source is an image, the axis counts images. Memory grows with the number of
    classes alone; may be read on any thread.
    """

    wants_image = False

    def __init__(self) -> None:
        self._clock = WallClock()
        self._lock = threading.Lock()  # guards everything below
        self._found: dict[tuple[int, str], NDArray[np.int64]] = {}
        self._most: dict[tuple[int, str], int] = {}
        self._frames = np.zeros(BINS, np.int64)
        self._width = 0.0  # not known before the first frame
        self._length = 0.0
        self._source: SourceInfo | None = None
        self._source_at = 0.0
        self._kind: Literal["pictures", "live", "files"] | None = None  # by the first source
        self._started: datetime | None = None
        self._started_ns = 0

    def presence(self) -> ClassHistogram:
        """Return a copy of the bins that are in use."""
        with self._lock:
            used = min(int(self._length / self._width) + 1, BINS) if self._kind is not None else 0
            return ClassHistogram(
                {key: bins[:used].copy() for key, bins in self._found.items()},
                dict(self._most),
                self._frames[:used].copy(),
                self._width,
                self._length,
                self._kind == "pictures",
                self._started,
            )

    def write(self, item: Rendered) -> None:
        """Count one frame."""
        frame = item.frame
        if frame.repeat:
            return
        found, names = item.detected.detections, item.detected.model.class_names
        with self._lock:
            bin_ = self._bin_of(frame)
            self._frames[bin_] += 1
            for class_id, count in zip(*np.unique(found.class_id, return_counts=True), strict=True):
                key = int(class_id), class_name(names, int(class_id))
                if key not in self._found:
                    self._found[key] = np.zeros(BINS, np.int64)
                self._found[key][bin_] += count
                self._most[key] = max(self._most.get(key, 0), int(count))

    def close(self) -> None:
        """Nothing is held open."""

    def _bin_of(self, frame: Frame) -> int:
        at = max(self._position(frame), 0.0)
        self._length = max(self._length, at)
        while at >= BINS * self._width:
            self._width *= 2
            self._frames = _halved(self._frames)
            self._found = {key: _halved(bins) for key, bins in self._found.items()}
        return int(at / self._width)

    def _position(self, frame: Frame) -> float:
        """Return where a frame lies on the axis."""
        if self._kind is None:
            self._begin(frame)
        if self._kind == "pictures":
            self._source_at += 1
            return self._source_at - 1
        if self._kind == "live":
            return (frame.captured_ns - self._started_ns) / 1e9
        if self._source is None or self._source.name != frame.source.name:
            self._source_at = 0.0 if self._source is None else self._length + self._width
            self._source = frame.source
        return self._source_at + frame.pts_ns / 1e9

    def _begin(self, frame: Frame) -> None:
        pictures = frame.source.kind == "image"
        self._kind = "pictures" if pictures else "live" if frame.source.live else "files"
        self._width = 1.0 if pictures else _FIRST_WIDTH_S
        self._started, self._started_ns = self._clock.time_of(frame), frame.captured_ns


def _halved(bins: NDArray[np.int64]) -> NDArray[np.int64]:
    halves = np.zeros_like(bins)
    halves[: BINS // 2] = bins[0::2] + bins[1::2]
    return halves
