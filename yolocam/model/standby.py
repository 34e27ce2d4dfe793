"""What happens when a GPU fails for good: the work goes on elsewhere, and the user is told.

After an illegal access, a hang that the driver ended, or a card that fell off its bus, a CUDA context
answers every further call with the same error for as long as the process lives.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from yolocam.frame import Image, Timing
from yolocam.model.engine import Engine, PendingRows, Rows
from yolocam.model.out_of_memory import is_out_of_memory
from yolocam.model.postprocess import Thresholds
from yolocam.placement import Placement


def is_device_lost(error: BaseException) -> bool:
    """Whether a GPU has failed in a way that no further call on it will survive."""
    if is_out_of_memory(error):
        return False
    accelerator_error = getattr(torch, "AcceleratorError", None)  # since PyTorch 2.8
    if accelerator_error is not None and isinstance(error, accelerator_error):
        return True
    return isinstance(error, RuntimeError) and "CUDA error" in str(error)


class StandbyEngine:
    """An engine that is replaced by another one, made when it is needed, once its device is lost.

    Frames that were under way are done again, so that none is missing. `loss` says what happened.
    `_lock` guards the replacement.
    """

    def __init__(self, engine: Engine, spare: Callable[[], Engine], label: str) -> None:
        self.loss: str | None = None
        self._current = engine
        self._spare = spare
        self._label = label
        self._lock = threading.Lock()

    @property
    def slots(self) -> int:
        """How many batches may be under way."""
        return self._current.slots

    def submit(self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds) -> PendingRows:
        """Start on frames; a device that is lost on the way is no failure."""
        engine = self._current
        try:
            pending = engine.submit(images, places, limits)
        except RuntimeError as error:
            pending = self.instead_of(engine, error).submit(images, places, limits)
        return _Guarded(self, engine, pending, images, places, limits)

    def warm(self, image: Image, place: Placement, limits: Thresholds) -> None:
        """Run one frame."""
        engine = self._current
        try:
            engine.warm(image, place, limits)
        except RuntimeError as error:
            self.instead_of(engine, error).warm(image, place, limits)

    def close(self) -> None:
        """Release the memory of the engine in use: nothing can be asked of a lost one."""
        self._current.close()

    def instead_of(self, engine: Engine, error: RuntimeError) -> Engine:
        """Return what takes the place of an engine that failed; raises `error` if its device is not lost."""
        with self._lock:
            if self._current is engine:
                if self.loss is not None or not is_device_lost(error):
                    raise error
                self._current = self._spare()
                self.loss = (
                    f"{self._label} has failed ({str(error).splitlines()[0]}): "
                    "the network runs on the CPU until yolocam is started again"
                )
            return self._current


@dataclass(frozen=True, slots=True)
class _Guarded:
    """A batch under way, with all that is needed to do it again."""

    standby: StandbyEngine
    engine: Engine
    pending: PendingRows
    images: Sequence[Image]
    places: Sequence[Placement]
    limits: Thresholds

    def result(self) -> tuple[Rows, Timing]:
        """Wait for the rows."""
        try:
            return self.pending.result()
        except RuntimeError as error:
            other = self.standby.instead_of(self.engine, error)
            return other.submit(self.images, self.places, self.limits).result()
