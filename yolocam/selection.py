"""Selects detections from stored candidates, in numpy, bit for bit as `model.postprocess` does."""

from __future__ import annotations

import numpy as np

from yolocam.detections import Candidates, Detections
from yolocam.letterbox import to_frame
from yolocam.nms import greedy_nms
from yolocam.settings import Settings

_WEAK = 0.4
"""Below this share of the confidence, what is found is hardly ever anything."""


def weak_confidence(confidence: float) -> float:
    """Return the confidence down to which trackers look for objects that they know already."""
    return round(_WEAK * confidence, 4)


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
    kept = greedy_nms(candidates.xyxy[rows], candidates.class_id[rows], settings.iou, settings.max_det)
    rows = rows[kept]
    return Detections(
        xyxy=to_frame(candidates.xyxy[rows], candidates.place),
        objectness=objectness[rows],
        class_score=class_score[rows],
        class_id=candidates.class_id[rows],
    )
