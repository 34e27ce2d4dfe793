"""The box under the pointer, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yolocam.frame import Detected
from yolocam.pipeline.sinks.results.records import class_name
from yolocam.ui.translation import tr


@dataclass(frozen=True, slots=True)
class PointedBox:
    """A detection: its class, its score, its track if it has one, and its corners in pixels of the frame."""

    class_id: int
    name: str
    confidence: float
    track_id: int | None
    xyxy: tuple[float, float, float, float]

    @property
    def title(self) -> str:
        """The class and the score, such as "person 0.87"."""
        return f"{self.name} {self.confidence:.2f}"

    @property
    def caption(self) -> str:
        """The same with its number, as on its label."""
        return self.title if self.track_id is None else f"{self.name} #{self.track_id} {self.confidence:.2f}"

    def description(self) -> str:
        """Return title, track, size and place, a line each."""
        left, top, right, bottom = self.xyxy
        lines = [self.title]
        if self.track_id is not None:
            lines.append(tr("Track {number}").format(number=self.track_id))
        size = tr("{width} × {height} pixels at {x}, {y}")
        lines.append(
            size.format(width=round(right - left), height=round(bottom - top), x=round(left), y=round(top))
        )
        return "\n".join(lines)


def box_at(detected: Detected, x: float, y: float) -> PointedBox | None:
    """Return the smallest box that holds a point, in pixels of the frame; None where there is none."""
    found = detected.detections
    left, top, right, bottom = found.xyxy.T
    inside = np.flatnonzero((left <= x) & (x <= right) & (top <= y) & (y <= bottom))
    if not len(inside):
        return None
    areas = (right - left) * (bottom - top)
    return _box_of(detected, inside[np.argmin(areas[inside])])


def boxes_of(detected: Detected, class_id: int) -> list[PointedBox]:
    """Return the boxes of a class."""
    return [_box_of(detected, row) for row in np.flatnonzero(detected.detections.class_id == class_id)]


def box_of_track(detected: Detected, track_id: int | None) -> PointedBox | None:
    """Return the box of a tracked object; None where it is not in the image."""
    tracks = detected.detections.track_id
    if tracks is None or track_id is None or not len(rows := np.flatnonzero(tracks == track_id)):
        return None
    return _box_of(detected, rows[0])


def _box_of(detected: Detected, row: np.intp) -> PointedBox:
    found = detected.detections
    class_id = int(found.class_id[row])
    track = -1 if found.track_id is None else int(found.track_id[row])
    corners = found.xyxy[row].tolist()
    return PointedBox(
        class_id,
        class_name(detected.model.class_names, class_id),
        float(found.confidence[row]),
        None if track < 0 else track,
        (corners[0], corners[1], corners[2], corners[3]),
    )
