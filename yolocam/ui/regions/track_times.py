"""Remembers from when to when each tracked object of a film was seen."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from yolocam.errors import PaletteError
from yolocam.frame import Rendered, SourceInfo
from yolocam.palette import load_palette
from yolocam.pipeline.sinks.results.records import class_name
from yolocam.settings import Settings
from yolocam.ui.results.look_table import LookTable
from yolocam.ui.widgets.theme import to_qcolor


@dataclass(frozen=True, slots=True)
class SeenObject:
    """One object: its number, its class, its first and last moment as a seek finds them, its mean score."""

    track_id: int
    class_id: int
    class_name: str
    first_ns: int
    last_ns: int
    confidence: float

    @property
    def title(self) -> str:
        """What its label says."""
        return f"{self.class_name} #{self.track_id}"


class TrackTimes:
    """A direct sink of the session. Of a frame that is looked at again the last look counts.

    An object in a single frame may have been nothing, and is not told. Of a live source nothing is kept.
    May be asked on any thread.
    """

    wants_image = False

    def __init__(self) -> None:
        self._lock = threading.Lock()  # guards everything below
        self._kept = False
        self._changes = 0
        self._begin()

    def _begin(self) -> None:
        self._table = LookTable()
        self._number_of: dict[int, int] = {}
        self._kinds: list[tuple[int, int, str]] = []
        self._changes += 1

    @property
    def changes(self) -> int:
        """Grows with each look and each source."""
        return self._changes

    def source_opened(self, info: SourceInfo) -> None:
        """Begin anew."""
        with self._lock:
            self._begin()
            self._kept = info.seekable

    def write(self, item: Rendered) -> None:
        """Remember the objects of one frame."""
        found, names = item.detected.detections, item.detected.model.class_names
        if found.track_id is None or not self._kept:
            return
        at_ns = item.frame.position_ns
        rows = zip(found.track_id.tolist(), found.class_id.tolist(), found.confidence.tolist(), strict=True)
        with self._lock:
            looked = []
            for track, class_id, score in rows:
                if track < 0:
                    continue
                number = self._number_of.setdefault(track, len(self._kinds))
                if number == len(self._kinds):
                    self._kinds.append((track, class_id, class_name(names, class_id)))
                looked.append((number, 1, score))
            self._table.put(0, at_ns, 0.0, float(at_ns), looked)
            self._changes += 1

    def close(self) -> None:
        """Nothing to finish."""

    def objects(self) -> list[SeenObject]:
        """Return the objects seen so far, in the order in which they appear."""
        with self._lock:
            looks, found = self._table.copy()
            kinds = list(self._kinds)
        if not len(found):
            return []
        at = looks["at"][found["look"]]
        first, last = np.full(len(kinds), np.inf), np.full(len(kinds), -np.inf)
        np.minimum.at(first, found["kind"], at)
        np.maximum.at(last, found["kind"], at)
        frames = np.bincount(found["kind"], minlength=len(kinds))
        scores = np.bincount(found["kind"], found["score"], len(kinds)) / np.maximum(frames, 1)
        seen = [number for number in np.argsort(first, kind="stable").tolist() if frames[number] > 1]
        return [
            SeenObject(track, class_id, name, int(first[number]), int(last[number]), float(scores[number]))
            for number in seen
            for track, class_id, name in (kinds[number],)
        ]


def object_colours(objects: Sequence[SeenObject], settings: Settings) -> dict[int, QColor]:
    """Return the colour of each object's box, by its number; none where the palette cannot be read."""
    with suppress(PaletteError):  # whoever draws the boxes reports it
        palette = load_palette(settings.palette)
        by_track = settings.colour_by == "track"
        return {
            one.track_id: to_qcolor(palette.colour(one.track_id if by_track else one.class_id))
            for one in objects
        }
    return {}
