"""Counts what is found in a film that somebody steps, seeks and loops through: each frame once."""

from __future__ import annotations

import threading

import numpy as np

from yolocam.frame import Frame, Rendered
from yolocam.pipeline.sinks.results.class_histogram import BINS, ClassHistogram
from yolocam.pipeline.sinks.results.records import class_name, seconds
from yolocam.pipeline.sinks.results.summary import ClassRow, Moment
from yolocam.pipeline.sinks.results.unique_objects import UniqueObjects
from yolocam.ui.results.look_table import LookTable

_FIRST_WIDTH_S = 1 / 64


class VisitedFrames:
    """A frame that is looked at again counts once, with what its last look found.

    Memory grows with the frames of the files, by some hundred bytes each. May be read on any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()  # guards everything below
        self._table = LookTable()
        self._kinds: dict[tuple[int, str], int] = {}
        self._objects: dict[tuple[int, str], UniqueObjects] = {}
        self._sources: dict[str, int] = {}
        self._starts: list[float] = []
        self._in_pictures = False
        self._length = 0.0
        self._changes = 0

    @property
    def changes(self) -> int:
        """Grows with each look, also at a frame that was seen before."""
        with self._lock:
            return self._changes

    @property
    def frames(self) -> int:
        """How many frames were looked at."""
        with self._lock:
            return len(self._table)

    def write(self, item: Rendered) -> None:
        """Count one frame in place of an earlier look at it."""
        frame = item.frame
        with self._lock:
            source = self._source(frame)
            at = float(source) if self._in_pictures else self._starts[source] + max(frame.pts_ns, 0) / 1e9
            self._length = max(self._length, at)
            found = self._counted(item)
            if self._table.put(source, frame.pts_ns, seconds(frame.pts_ns), at, found):
                self._count_objects(item)  # the tracks of a second look are others
            self._changes += 1

    def rows(self) -> list[ClassRow]:
        """Return the classes seen so far, the one in most frames first."""
        with self._lock:
            looks, found = self._table.copy()
            kinds, names = list(self._kinds), list(self._sources)
            counted = [self._objects.get(key) for key in kinds]
            objects = [None if one is None else one.count for one in counted]
        order = np.lexsort((looks["seconds"], looks["source"]))
        rank = np.empty(len(looks), np.int64)
        rank[order] = np.arange(len(looks))
        frames = np.bincount(found["kind"], minlength=len(kinds))
        counts = np.bincount(found["kind"], found["count"], len(kinds))
        scores = np.bincount(found["kind"], found["score"], len(kinds))
        first, last = np.full(len(kinds), len(looks)), np.full(len(kinds), -1)
        np.minimum.at(first, found["kind"], rank[found["look"]])
        np.maximum.at(last, found["kind"], rank[found["look"]])

        def moment(place: int) -> Moment:
            look = looks[order[place]]
            return Moment(names[look["source"]], float(look["seconds"]), "")

        rows = [
            ClassRow(
                *key, int(frames[kind]), int(counts[kind]), round(float(scores[kind] / counts[kind]), 6),
                moment(first[kind]), moment(last[kind]), objects[kind],
            )
            for kind, key in enumerate(kinds) if frames[kind]
        ]  # fmt: skip
        return sorted(rows, key=lambda row: (-row.frames, -row.detections, row.class_id))

    def presence(self) -> ClassHistogram:
        """Return when each class was there, in at most BINS bins."""
        with self._lock:
            looks, found = self._table.copy()
            kinds, length = list(self._kinds), self._length
        width = 1.0 if self._in_pictures else _FIRST_WIDTH_S
        while length >= BINS * width:
            width *= 2
        used = min(int(length / width) + 1, BINS) if len(looks) else 0
        bins = np.minimum(looks["at"] / width, max(used - 1, 0)).astype(np.int64)
        places = found["kind"].astype(np.int64) * used + bins[found["look"]]
        counts = np.bincount(places, found["count"], len(kinds) * used).astype(np.int64)
        most = np.zeros(len(kinds), np.int64)
        np.maximum.at(most, found["kind"], found["count"])
        seen = [kind for kind in range(len(kinds)) if most[kind]]
        return ClassHistogram(
            {kinds[kind]: counts[kind * used : (kind + 1) * used] for kind in seen},
            {kinds[kind]: int(most[kind]) for kind in seen},
            np.bincount(bins, minlength=used),
            width, length, self._in_pictures, None,
        )  # fmt: skip

    def _source(self, frame: Frame) -> int:
        info = frame.source
        if info.name not in self._sources:
            if not self._sources:
                self._in_pictures = info.kind == "image" and frame.offset_ns is None
            self._sources[info.name] = len(self._sources)
            behind = self._length + _FIRST_WIDTH_S if self._starts else 0.0
            self._starts.append(behind if frame.offset_ns is None else frame.offset_ns / 1e9)
        return self._sources[info.name]

    def _count_objects(self, item: Rendered) -> None:
        detections, names = item.detected.detections, item.detected.model.class_names
        if detections.track_id is None:
            return
        for class_id in np.unique(detections.class_id).tolist():
            objects = self._objects.setdefault((class_id, class_name(names, class_id)), UniqueObjects())
            objects.add(detections.track_id[detections.class_id == class_id].tolist())

    def _counted(self, item: Rendered) -> list[tuple[int, int, float]]:
        detections, names = item.detected.detections, item.detected.model.class_names
        counted = []
        for class_id in np.unique(detections.class_id).tolist():
            scores = detections.confidence[detections.class_id == class_id]
            kind = self._kinds.setdefault((class_id, class_name(names, class_id)), len(self._kinds))
            counted.append((kind, len(scores), float(scores.sum(dtype=np.float64))))
        return counted
