"""The processor that tracks: it writes the numbers of the objects into the detections."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from yolocam.darknet.names import shown_classes
from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, OverlayShape
from yolocam.pipeline.tracking.seen_before import SeenBefore
from yolocam.pipeline.tracking.tracker import Method, Tracker
from yolocam.pipeline.tracking.tracks import Boxes
from yolocam.selection import select, weak_confidence

TRAIL_S = 2.0
"""How long a trail is."""

_TRAIL_FRAMES = 256  # bounds the memory at any frame rate


class TrackProcessor:
    """Gives each object that is shown a `track_id`, by media time.

    Candidates somewhat below the confidence, where the detector hands them out, keep the tracks of objects
    that are hard to see; they are not shown.
    """

    name = "tracking"

    def __init__(self, method: Method = "bytetrack") -> None:
        self._tracker = Tracker(method)
        self._last: Frame | None = None
        self._before = SeenBefore()
        self._source = ""
        self._feet: deque[tuple[int, dict[int, NDArray[np.float64]]]] = deque(maxlen=_TRAIL_FRAMES)

    def process(self, detected: Detected) -> Detected:
        """Return the result with `track_id`."""
        frame, last = detected.frame, self._last
        if frame.repeat and last is not None and (frame.index, frame.pts_ns) == (last.index, last.pts_ns):
            self._tracker.rewind()
        self._last = frame
        found = detected.detections
        strong = Boxes.of(found.xyxy, found.class_id)
        track_id = self._tracker.update(strong, _weak(detected), frame.pts_ns / 1e9)
        tracked = replace(found, track_id=track_id)
        if frame.source.name != self._source:  # the next of several files
            self._before, self._source = SeenBefore(), frame.source.name
        if frame.source.seekable:
            tracked = self._before.name(frame.position_ns, tracked)
        shapes = (*detected.shapes, *self._trails(frame, tracked)) if detected.settings.trails else ()
        inference = replace(detected.inference, detections=tracked)
        return replace(detected, inference=inference, shapes=shapes or detected.shapes)

    def reset(self) -> None:
        """Forget the objects; their numbers are given again only in frames that were shown before."""
        self._tracker.reset()
        self._before.jump()
        self._last = None
        self._feet.clear()

    def _trails(self, frame: Frame, found: Detections) -> list[OverlayShape]:
        """Return the ways that the objects of this frame have come in the last seconds."""
        assert found.track_id is not None
        feet = np.stack(((found.xyxy[:, 0] + found.xyxy[:, 2]) / 2, found.xyxy[:, 3]), 1).astype(np.float64)
        ids = found.track_id.tolist()
        if not frame.repeat:
            self._feet.append((frame.pts_ns, dict(zip(ids, feet, strict=True))))
        while self._feet and self._feet[0][0] < frame.pts_ns - TRAIL_S * 1e9:
            self._feet.popleft()
        ways = (np.array([points[track] for _, points in self._feet if track in points]) for track in ids)
        return [
            OverlayShape(way, class_id=int(kind), track_id=track)
            for way, kind, track in zip(ways, found.class_id, ids, strict=True)
            if len(way) > 1
        ]


def _weak(detected: Detected) -> Boxes | None:
    """Return what was found below the confidence; None where nobody knows."""
    candidates, settings = detected.inference.candidates, detected.settings
    if candidates is None:
        return None
    lowest = max(weak_confidence(settings.confidence), candidates.floor)
    if lowest >= settings.confidence:
        return None
    classes = shown_classes(detected.model.class_names, settings.classes)
    found = select(candidates, replace(settings, confidence=lowest, classes=classes))
    strength = found.objectness if settings.threshold_on == "objectness" else found.confidence
    found = found.select(strength <= settings.confidence)
    return Boxes.of(found.xyxy, found.class_id)
