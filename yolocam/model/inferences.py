"""What an engine found, as detections in frame pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from yolocam.detections import Candidates, Detections
from yolocam.frame import Inference, ModelInfo, Timing
from yolocam.letterbox import Placement, to_frame
from yolocam.model.engines.engine import Rows
from yolocam.model.postprocess.rows import Thresholds
from yolocam.selection import select
from yolocam.settings import Settings


def inferences(
    rows: Rows,
    timing: Timing,
    places: Sequence[Placement],
    info: ModelInfo,
    settings: Settings,
    hidden: Sequence[int],
) -> list[Inference]:
    """Return one Inference for each frame of a batch, in order.

    `rows` and `timing` are what the engine returned for frames at these `places`. Classes that are `hidden`
    are not among the candidates.
    """
    share = _share(timing, len(places))
    found = (rows[rows[:, 0] == i] for i in range(len(places)))
    return [
        _inference(own, place, share, info, settings, hidden)
        for own, place in zip(found, places, strict=True)
    ]


def _inference(
    rows: Rows, place: Placement, share: Timing, info: ModelInfo, settings: Settings, hidden: Sequence[int]
) -> Inference:
    floor = Thresholds.of(settings).floor
    if floor is None:
        return Inference(_detections(rows, place), share, info)
    rows = rows[~np.isin(rows[:, 7], hidden)]
    xyxy = np.ascontiguousarray(rows[:, 1:5])
    candidates = Candidates(xyxy, *_columns(rows), place, floor)
    return Inference(select(candidates, settings), share, info, candidates)


def _share(timing: Timing, frames: int) -> Timing:
    return replace(
        timing,
        prepare_ns=timing.prepare_ns // frames,
        network_ns=timing.network_ns // frames,
        postprocess_ns=timing.postprocess_ns // frames,
        thread_ns=timing.thread_ns // frames,
    )


def _detections(rows: Rows, place: Placement) -> Detections:
    objectness, class_score, class_id = _columns(rows)
    xyxy = to_frame(rows[:, 1:5], place)
    return Detections(xyxy=xyxy, objectness=objectness, class_score=class_score, class_id=class_id)


def _columns(rows: Rows) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]]:
    """Return objectness, class score and class of each row."""
    return np.ascontiguousarray(rows[:, 5]), np.ascontiguousarray(rows[:, 6]), rows[:, 7].astype(np.int32)
