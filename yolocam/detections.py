"""What is found in one frame: detections, and the candidates that they are chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import YolocamError
from yolocam.letterbox import Placement


@dataclass(frozen=True, eq=False, kw_only=True)
class Detections:
    """The objects found in one frame, as columns of N rows, strongest first; N may be 0.

    `xyxy` float32 (N, 4): x1, y1, x2, y2 in pixels of the original frame, clipped to it.
    `objectness` and `class_score` float32 (N,) in 0..1. `class_id` int32 (N,). `track_id` int32 (N,) is
    the identity that a tracker gave, -1 where it gave none; None where nothing tracks.
    """

    xyxy: NDArray[np.float32]
    objectness: NDArray[np.float32]
    class_score: NDArray[np.float32]
    class_id: NDArray[np.int32]
    track_id: NDArray[np.int32] | None = None

    @cached_property
    def confidence(self) -> NDArray[np.float32]:
        """Objectness times class score, float32 (N,)."""
        return self.objectness * self.class_score

    def __len__(self) -> int:
        return len(self.class_id)

    def select(self, rows: NDArray[Any]) -> Detections:
        """Return the rows that a boolean mask or an index array picks."""
        return Detections(
            xyxy=self.xyxy[rows],
            objectness=self.objectness[rows],
            class_score=self.class_score[rows],
            class_id=self.class_id[rows],
            track_id=None if self.track_id is None else self.track_id[rows],
        )

    def to_supervision(self, class_names: Sequence[str] = ()) -> Any:
        """Return the same as `supervision.Detections`; with `class_names`, they stand in its `data`.

        Objects without a track have -1 for `tracker_id`. Needs the package supervision (YolocamError).
        """
        try:
            import supervision
        except ImportError as error:
            raise YolocamError("to_supervision needs supervision: pip install supervision") from error
        names = [class_names[i] if i < len(class_names) else f"class {i}" for i in self.class_id.tolist()]
        return supervision.Detections(
            xyxy=self.xyxy.copy(),
            confidence=self.confidence.copy(),
            class_id=self.class_id.astype(int),
            tracker_id=None if self.track_id is None else self.track_id.astype(int),
            data={"class_name": np.array(names, dtype=str)} if class_names else {},
        )

    @staticmethod
    def empty() -> Detections:
        """Return the result of a frame in which nothing was found."""
        none = np.zeros(0, np.float32)
        return Detections(
            xyxy=np.zeros((0, 4), np.float32),
            objectness=none,
            class_score=none,
            class_id=np.zeros(0, np.int32),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """What a network proposes for one frame, as N rows before overlaps are settled, in the network's order.

    Every proposal whose objectness is above `floor` is there, whatever the other settings are: from them
    `selection.select` makes the Detections of any settings. `xyxy` float32 (N, 4) is in pixels of the
    network's input and not clipped, `place` says where the frame lay in it; the other columns are
    those of Detections.
    """

    xyxy: NDArray[np.float32]
    objectness: NDArray[np.float32]
    class_score: NDArray[np.float32]
    class_id: NDArray[np.int32]
    place: Placement
    floor: float

    def __len__(self) -> int:
        return len(self.class_id)

    def select(self, rows: NDArray[Any]) -> Candidates:
        """Return the rows that a boolean mask or an index array picks."""
        return replace(
            self,
            xyxy=self.xyxy[rows],
            objectness=self.objectness[rows],
            class_score=self.class_score[rows],
            class_id=self.class_id[rows],
        )
