"""Stands for an engine that could not be made, because its device was lost before."""

from __future__ import annotations

from collections.abc import Sequence

from yolocam.frame import Image
from yolocam.letterbox import Placement
from yolocam.model.engines.engine import EngineStatus, PendingRows
from yolocam.model.engines.failover.device_lost import DeviceLost
from yolocam.model.postprocess.rows import Thresholds


class LostEngine:
    """Fails as its device did, so that a FailoverEngine replaces it at the first frame."""

    slots = 1

    def __init__(self, reason: str, status: EngineStatus) -> None:
        self._reason = reason
        self.status = status

    def submit(self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds) -> PendingRows:
        """Fail as the device did."""
        raise DeviceLost(self._reason)

    def warm(self, image: Image, place: Placement, limits: Thresholds) -> None:
        """Fail as the device did."""
        raise DeviceLost(self._reason)

    def close(self) -> None:
        """Nothing is held."""
