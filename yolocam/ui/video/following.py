"""Keeps one object in sight: finds it again from image to image."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from yolocam.frame import Detected
from yolocam.ui.video.pointed_box import PointedBox, boxes_of

LOST_AFTER = 30
"""Images without the object after which it is given up."""

_NEAR = 2.0
"""How far an object may have moved, in its own widths and heights."""


class Following:
    """A box that was chosen; by its track where it has one, else the nearest of its class."""

    def __init__(self) -> None:
        self.box: PointedBox | None = None
        """Where the object was seen last; None while nothing is followed."""
        self._missed = 0

    def start(self, box: PointedBox) -> None:
        """Follow this object from now on."""
        self.box, self._missed = box, 0

    def stop(self) -> None:
        """Follow nothing."""
        self.box = None

    def look(self, detected: Detected) -> PointedBox | None:
        """Return where the object is, or was last; None once it is given up."""
        before = self.box
        if before is None:
            return None
        found = self._find(before, detected)
        if found is not None:
            self.box, self._missed = found, 0
        elif not detected.frame.repeat:
            self._missed += 1
            if self._missed > LOST_AFTER:
                self.box = None
        return self.box

    def _find(self, before: PointedBox, detected: Detected) -> PointedBox | None:
        boxes = boxes_of(detected, before.class_id)
        tracked = [box for box in boxes if box.track_id is not None and box.track_id == before.track_id]
        if tracked:
            return tracked[0]
        near = [(_distance(before, box), box) for box in boxes]
        distance, box = min(near, key=lambda pair: pair[0], default=(np.inf, before))
        if distance > _NEAR:
            return None
        # A track that was lost has another number when it is found again.
        return box if box.track_id is not None else replace(box, track_id=before.track_id)


def _distance(first: PointedBox, second: PointedBox) -> float:
    """Return how far the middles are apart, in widths and heights of the first box."""
    left, top, right, bottom = first.xyxy
    x, y = (
        (second.xyxy[0] + second.xyxy[2] - left - right) / 2,
        (second.xyxy[1] + second.xyxy[3] - top - bottom) / 2,
    )
    return max(abs(x) / max(right - left, 1.0), abs(y) / max(bottom - top, 1.0))
