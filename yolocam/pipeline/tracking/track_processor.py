"""The processor that tracks: it writes the numbers of the objects into the detections."""

from __future__ import annotations

from dataclasses import replace

from yolocam.darknet.names import shown_classes
from yolocam.frame import Detected, Frame
from yolocam.pipeline.tracking.tracker import Method, Tracker
from yolocam.pipeline.tracking.tracks import Boxes
from yolocam.selection import select, weak_confidence


class TrackProcessor:
    """Gives each object that is shown a `track_id`, by media time.

    Candidates somewhat below the confidence, where the detector hands them out, keep the tracks of objects
    that are hard to see; they are not shown.
    """

    name = "tracking"

    def __init__(self, method: Method = "bytetrack") -> None:
        self._tracker = Tracker(method)
        self._last: Frame | None = None

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
        return replace(detected, inference=replace(detected.inference, detections=tracked))

    def reset(self) -> None:
        """Forget the objects; their numbers are not given again."""
        self._tracker.reset()
        self._last = None


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
