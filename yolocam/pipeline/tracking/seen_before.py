"""Gives objects back the numbers that they had when their frames were looked at before a seek or a loop."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yolocam.detections import Detections
from yolocam.nms import pairwise_iou

_MOST_FRAMES = 20_000
"""Frames that are remembered; a quarter of an hour, at some hundred bytes each."""

_SAME = 0.5
"""Overlap from which a box of the same frame is the same object."""


class _Boxes(NamedTuple):
    xyxy: NDArray[np.float32]
    class_id: NDArray[np.int32]
    track_id: NDArray[np.int32]


class SeenBefore:
    """Belongs to one source and one thread. Until the first `jump` every number stays as it is."""

    def __init__(self) -> None:
        self._frames: OrderedDict[int, _Boxes] = OrderedDict()
        self._names: dict[int, int] = {}  # by the tracker's number: the one that is shown
        self._jumped = False

    def jump(self) -> None:
        """The next frame does not follow the last one; the tracker gives numbers that are new."""
        self._names = {}
        self._jumped = True

    def name(self, at_ns: int, found: Detections) -> Detections:
        """Return what was found in the frame at a position, with the numbers that it had before."""
        if found.track_id is None:
            return found
        if self._jumped:
            self._meet(found, self._frames.get(at_ns))
            shown = [self._names.get(track, track) for track in found.track_id.tolist()]
            found = replace(found, track_id=np.array(shown, np.int32))
        assert found.track_id is not None
        self._frames[at_ns] = _Boxes(found.xyxy, found.class_id, found.track_id)
        self._frames.move_to_end(at_ns)
        if len(self._frames) > _MOST_FRAMES:
            self._frames.popitem(last=False)
        return found

    def _meet(self, found: Detections, before: _Boxes | None) -> None:
        """Decide on the numbers of the objects that are seen for the first time since the jump."""
        assert found.track_id is not None
        tracks = found.track_id.tolist()
        fresh = [row for row, track in enumerate(tracks) if track >= 0 and track not in self._names]
        self._names.update({tracks[row]: tracks[row] for row in fresh})
        if before is None or not fresh or not len(before.track_id):
            return
        taken = {self._names[track] for track in tracks if track >= 0}
        overlap = pairwise_iou(found.xyxy[fresh], before.xyxy)
        overlap[found.class_id[fresh][:, None] != before.class_id[None]] = 0.0
        for place in np.argsort(-overlap, axis=None).tolist():
            row, old = divmod(place, len(before.track_id))
            number = int(before.track_id[old])
            if overlap[row, old] < _SAME:
                return
            track = tracks[fresh[row]]
            if number >= 0 and number not in taken and self._names[track] == track:
                self._names[track] = number
                taken.add(number)
