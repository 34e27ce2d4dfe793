"""Batches that a CudaEngine has under way, and what it makes of their results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from yolocam.frame import Timing
from yolocam.model.engines.cuda.staging import Slot
from yolocam.model.engines.engine import Rows
from yolocam.model.postprocess.rows import COLUMNS


@dataclass(frozen=True, slots=True)
class ProposedRows:
    """A batch that is done; fits `PendingRows`."""

    rows: Rows
    timing: Timing

    def result(self) -> tuple[Rows, Timing]:
        """Return what was found."""
        return self.rows, self.timing


class SlotRows:
    """A batch in a slot; `exact` does it once more, without the bounds of fixed shapes."""

    def __init__(
        self,
        slot: Slot[Tensor],
        exact: Callable[[], Rows],
        max_det: int,
        shape: tuple[int, ...],
        marks: list[torch.cuda.Event],
    ) -> None:
        self._slot = slot
        self._exact = exact
        self._max_det = max_det
        self._shape = shape
        self._marks = marks

    def result(self) -> tuple[Rows, Timing]:
        """Wait for the copy's event, which lies behind all the marks; the GPU's own clock gives the times.

        Network and post-processing are one recording, so the latter counts as network.
        """
        nbytes = int(np.prod(self._shape)) * 4
        packed = self._slot.read()[:nbytes].view(torch.float32).view(self._shape).numpy().copy()
        rows, complete = unpack(packed, self._max_det)
        if not complete:  # too many candidates; the frames are still there
            rows = self._exact()
        begun, fitted, done = self._marks
        prepare, network = begun.elapsed_time(fitted), fitted.elapsed_time(done)
        return rows, Timing(int(prepare * 1e6), int(network * 1e6))


def unpack(packed: Rows, max_det: int) -> tuple[Rows, bool]:
    """Return the rows that count of `postprocess_fixed`'s result, (D, 8), and whether they are complete.

    Of each image the strongest `max_det`: cut here, so that one recording serves every `max_det`.
    """
    counts = np.minimum(packed[:, 0, 0].astype(int), max_det)
    rows = [image[1 : 1 + count] for image, count in zip(packed, counts, strict=True)]
    return np.concatenate(rows).reshape(-1, COLUMNS), bool(packed[:, 0, 1].all())
