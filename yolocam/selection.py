"""From candidates to detections, in numpy: what `model.postprocess` does, bit for bit, without a network."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from yolocam.frame import Candidates, Detections
from yolocam.placement import to_frame
from yolocam.settings import Settings

Floats = NDArray[np.float32]


def select(candidates: Candidates, settings: Settings) -> Detections:
    """Return the detections of these settings: threshold, class filter, NMS, the strongest `max_det`.

    Exactly what the network gives under the settings, as long as the confidence is not below the
    candidates' floor.
    """
    on_objectness = settings.threshold_on == "objectness"
    objectness, class_score = candidates.objectness, candidates.class_score
    strength = objectness if on_objectness else objectness * class_score
    passing = strength > np.float32(settings.confidence)
    if settings.classes is not None:
        passing &= np.isin(candidates.class_id, sorted(settings.classes))
    rows = passing.nonzero()[0]
    rows = rows[np.argsort(-strength[rows], kind="stable")]
    rows = rows[suppress(candidates.xyxy[rows], candidates.class_id[rows], settings.iou, settings.max_det)]
    return Detections(
        to_frame(candidates.xyxy[rows], candidates.place),
        objectness[rows],
        class_score[rows],
        candidates.class_id[rows],
    )


def suppress(xyxy: Floats, class_id: NDArray[np.int32], iou: float, max_det: int) -> NDArray[np.intp]:
    """Return the rows that survive greedy NMS, (K,), at most `max_det`, in the given order.

    `xyxy` (N, 4) and `class_id` (N,) are sorted by descending strength; a box removes later ones of its
    class that it overlaps by more than `iou`. Memory grows with N, time with N times K.
    """
    limit = np.float32(iou)
    alive = np.ones(len(xyxy), bool)
    kept: list[int] = []
    for row in range(len(xyxy)):
        if not alive[row]:
            continue
        kept.append(row)
        if len(kept) == max_det:
            break
        later = row + 1 + (alive[row + 1 :] & (class_id[row + 1 :] == class_id[row])).nonzero()[0]
        if len(later):
            alive[later] = ~(_overlaps(xyxy[row], xyxy[later]) > limit)
    return np.array(kept, np.intp)


def _overlaps(box: Floats, others: Floats) -> Floats:
    """Return the intersection over union of one box with each other, (N,), as `model.boxes.pairwise_iou`."""
    low = np.maximum(box[:2], others[:, :2])
    high = np.minimum(box[2:], others[:, 2:])
    sides = np.maximum(high - low, np.float32(0))
    common = sides[:, 0] * sides[:, 1]
    width, height = box[2:] - box[:2]
    areas = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    union = (width * height + areas) - common
    overlaps: Floats = np.divide(common, union, out=np.zeros_like(union), where=union > 0)
    return overlaps
