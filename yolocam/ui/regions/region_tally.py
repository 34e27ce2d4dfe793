"""Counts what happens in the regions of the source that is open, for the window."""

from __future__ import annotations

import threading
from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path

from yolocam.files.output_file import write_bytes
from yolocam.frame import Rendered, SourceInfo
from yolocam.pipeline.sinks.results.event_lines import event_line
from yolocam.pipeline.sinks.results.records import class_name
from yolocam.pipeline.sinks.results.region_counts import Counts, add_counts, write_counts
from yolocam.ui.regions.region_moments import RegionMoment, RegionMoments

MOST_EVENTS = 100_000
"""The newest are kept to be saved."""


@dataclass(frozen=True, slots=True, eq=False)
class RegionFigures:
    """Counts by region, class and kind; `inside` by region; how many events there were, and each once."""

    counts: Counts
    inside: dict[str, int]
    events: int
    moments: tuple[RegionMoment, ...] = ()


class RegionTally:
    """A direct sink of the session: counts on the render thread; the window asks a few times a second."""

    wants_image = False

    def __init__(self) -> None:
        self._lock = threading.Lock()  # guards all below
        self._counts: Counts = Counter()
        self._inside: dict[str, int] = {}
        self._lines: deque[str] = deque(maxlen=MOST_EVENTS)
        self._events = 0
        self._moments = RegionMoments()

    def source_opened(self, info: SourceInfo) -> None:
        """Begin anew."""
        self.reset()

    def write(self, item: Rendered) -> None:
        """Count one frame."""
        detected = item.detected
        inside = {shape.name: shape.inside for shape in detected.shapes if shape.inside is not None}
        events = () if item.frame.repeat else detected.events
        lines = [event_line(event, item) for event in events if not event.again]
        moments = _moments(item) if lines else []
        with self._lock:
            self._inside = inside
            if lines:
                self._moments.put(moments)
                self._lines.extend(lines)
                self._events += len(lines)
                add_counts(self._counts, item)

    def close(self) -> None:
        """Nothing to finish."""

    def reset(self) -> None:
        """Forget what was counted."""
        with self._lock:
            self._counts, self._inside, self._events = Counter(), {}, 0
            self._moments = RegionMoments()
            self._lines.clear()

    def figures(self) -> RegionFigures:
        """Return what was counted so far."""
        with self._lock:
            counts, inside = Counter(self._counts), dict(self._inside)
            return RegionFigures(counts, inside, self._events, self._moments.all())

    def save_counts(self, path: Path) -> None:
        """Write the table that `--save-counts` writes; SinkError."""
        write_counts(path, self.figures().counts)

    def save_events(self, path: Path) -> None:
        """Write the lines that `--save-events` writes; SinkError."""
        with self._lock:
            text = "".join(self._lines)
        write_bytes(path, text.encode("utf-8", "backslashreplace"))


def _moments(item: Rendered) -> list[RegionMoment]:
    """Return what happened for the first time at the regions in a frame, without what rules noticed."""
    names, frame = item.detected.model.class_names, item.frame
    return [
        RegionMoment(
            frame.position_ns,
            event.time,
            event.kind,
            event.place or "",
            "" if event.class_id is None else class_name(names, event.class_id),
            event.track_id,
        )
        for event in item.detected.events
        if event.rule is None and not event.again
    ]
