"""A submitted batch, and its result as detections in frame pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import OutOfMemoryError
from yolocam.frame import Candidates, Detections, Inference, ModelInfo, Timing
from yolocam.letterbox import Placement, to_frame
from yolocam.model.engines.engine import PendingRows, Rows
from yolocam.model.engines.out_of_memory import is_out_of_memory
from yolocam.model.postprocess.rows import Thresholds
from yolocam.selection import select
from yolocam.settings import Settings


class PendingDetections:
    """A batch under way; see `Detector.submit`.

    `hidden` are classes that must not be among the candidates, `shortage` makes of an error the one
    that says that the batch did not fit into the memory.
    """

    def __init__(
        self,
        rows: PendingRows,
        places: list[Placement],
        info: ModelInfo,
        settings: Settings,
        hidden: Sequence[int],
        shortage: Callable[[BaseException], OutOfMemoryError],
    ) -> None:
        self._hidden = hidden
        self._shortage = shortage
        self._rows = rows
        self._places = places
        self._info = info
        self._settings = settings

    def result(self) -> list[Inference]:
        """Wait for the batch and return one Inference for each frame, in order; OutOfMemoryError."""
        try:
            rows, timing = self._rows.result()
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            raise self._shortage(error) from error
        share = _share(timing, len(self._places))
        return [self._inference(rows[rows[:, 0] == i], place, share) for i, place in enumerate(self._places)]

    def _inference(self, rows: Rows, place: Placement, share: Timing) -> Inference:
        floor = Thresholds.of(self._settings).floor
        if floor is None:
            return Inference(_detections(rows, place), share, self._info)
        rows = rows[~np.isin(rows[:, 7], self._hidden)]
        xyxy = np.ascontiguousarray(rows[:, 1:5])
        candidates = Candidates(xyxy, *_columns(rows), place, floor)
        return Inference(select(candidates, self._settings), share, self._info, candidates)


def _share(timing: Timing, frames: int) -> Timing:
    return replace(
        timing,
        prepare_ns=timing.prepare_ns // frames,
        network_ns=timing.network_ns // frames,
        postprocess_ns=timing.postprocess_ns // frames,
    )


def _detections(rows: Rows, place: Placement) -> Detections:
    objectness, class_score, class_id = _columns(rows)
    xyxy = to_frame(rows[:, 1:5], place)
    return Detections(xyxy=xyxy, objectness=objectness, class_score=class_score, class_id=class_id)


def _columns(rows: Rows) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]]:
    """Return objectness, class score and class of each row."""
    return np.ascontiguousarray(rows[:, 5]), np.ascontiguousarray(rows[:, 6]), rows[:, 7].astype(np.int32)
