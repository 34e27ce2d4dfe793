"""Failover: after a GPU fails for good, the network goes on in a new process or on the CPU.

After an illegal access, a hang that the driver ended, or a card that fell off its bus, a CUDA context
answers every further call with the same error for as long as the process lives. A new process has a new one.
The same happens to many laptops that sleep, whose card needs a moment after the computer has woken.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch

from yolocam.errors import first_line_of
from yolocam.frame import CardImage, Image, Timing
from yolocam.letterbox import Placement
from yolocam.model.engines.engine import CardEngine, Engine, EngineStatus, PendingRows, Rows
from yolocam.model.engines.failover.device_lost import is_device_lost, is_unfit
from yolocam.model.engines.out_of_memory import free_what_failed, is_out_of_memory, release_cached
from yolocam.model.engines.pending import Pending
from yolocam.model.postprocess.rows import Thresholds
from yolocam.system.sleep_clock import slept_s

STEADY_S = 60.0
"""A device that fails again before it has worked so long is not tried anew, unless the computer slept."""

WAKING_S = 1.0
"""How long to wait before a card that does not answer after a sleep is tried again."""

WAKING_TRIES = 5

_ON_CPU = "on the CPU until yolocam is started again"


class FailoverEngine:
    """An engine that is replaced once its device is lost.

    `restart` makes one on the same device, in another process. If that fails, or the new one is lost soon,
    `spare` makes the last one, elsewhere. Frames under way are done again, so that none is
    missing. `loss` says what happened. `_lock` guards the replacement. A single image for which there is no
    memory, and a card that cannot run the network at all, go to the spare as well.
    """

    def __init__(
        self, engine: Engine, label: str, spare: Callable[[], Engine], restart: Callable[[], Engine] | None
    ) -> None:
        self.loss: str | None = None
        self._current = engine
        self._label = label
        self._spare = spare
        self._restart = restart
        self._last = False  # nothing takes the place of what runs now
        self._losses = 0
        self._restarted_s: float | None = None
        self._slept_s = slept_s()
        self._lock = threading.Lock()

    @property
    def engine(self) -> Engine:
        """What runs the network now."""
        return self._current

    @property
    def slots(self) -> int:
        """How many batches may be under way."""
        return self._current.slots

    @property
    def status(self) -> EngineStatus:
        """What the engine in use says of itself, with the loss."""
        status = self._current.status
        return status if self.loss is None else replace(status, refusal=self.loss)

    def submit(self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds) -> PendingRows:
        """Start on frames; a device that is lost on the way is no failure."""
        return self._started(lambda engine: engine.submit(images, places, limits), alone=len(images) == 1)

    def submit_on_card(
        self, images: Sequence[CardImage], places: Sequence[Placement], limits: Thresholds
    ) -> PendingRows:
        """Do the same with images on the card; where the card is lost, from what can be had of them."""

        def start(engine: Engine) -> PendingRows:
            if isinstance(engine, CardEngine):
                return engine.submit_on_card(images, places, limits)
            return engine.submit([image.host() for image in images], places, limits)

        return self._started(start, alone=len(images) == 1)

    def _started(self, start: Callable[[Engine], PendingRows], *, alone: bool) -> PendingRows:
        engine = self._current
        try:
            pending = start(engine)
        except (RuntimeError, MemoryError) as error:
            self.instead_of(engine, error, alone=alone)
            return self._started(start, alone=alone)
        return Pending(lambda: self._result(engine, pending, start, alone))

    def _result(
        self, engine: Engine, pending: PendingRows, start: Callable[[Engine], PendingRows], alone: bool
    ) -> tuple[Rows, Timing]:
        """Wait for a batch; one whose device is lost on the way is done again."""
        try:
            return pending.result()
        except (RuntimeError, MemoryError) as error:
            self.instead_of(engine, error, alone=alone)
        return self._started(start, alone=alone).result()

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

    def instead_of(self, engine: Engine, error: Exception, *, alone: bool = False) -> Engine:
        """Return what takes the place of an engine that failed; raises `error` if the device is not to blame.

        `alone` says that it failed at a single image: where even that does not fit, nothing will.
        """
        with self._lock:
            if self._current is engine:
                full = alone and is_out_of_memory(error)
                if self._last or not (full or is_unfit(error) or is_device_lost(error)):
                    raise error
                if full or is_unfit(error):
                    self._leave(error, full=full)
                else:
                    self._losses += 1
                    self._replace(first_line_of(error))
            return self._current

    def _leave(self, error: Exception, *, full: bool) -> None:
        """Go on elsewhere, and give back what a card holds that works, though not for this."""
        what = "has too little free memory for one image" if full else "cannot run this network"
        reason = first_line_of(error)
        free_what_failed(error)
        self._current.close()
        self._current, self._last = self._spare(), True
        release_cached(torch.device("cuda" if torch.cuda.is_initialized() else "cpu"))
        self.loss = f"{self._label} {what} ({reason}): the network runs {_ON_CPU}"

    def _replace(self, reason: str) -> None:
        if self._losses > 1:
            self._current.close()  # ends the process; the first one's context answers nothing any more
        engine = self._restarted()
        if engine is not None:
            where = "in a process of its own"
        else:
            engine, self._last = self._spare(), True
            where = _ON_CPU
        self._current = engine
        often = f" {self._losses} times, lastly" if self._losses > 1 else ""
        self.loss = f"{self._label} has failed{often} ({reason}): the network runs {where}"

    def _restarted(self) -> Engine | None:
        """Return an engine on the same device; None if it is not to be relied on."""
        slept, self._slept_s = slept_s() - self._slept_s > WAKING_S, slept_s()
        hasty = self._restarted_s is not None and time.monotonic() - self._restarted_s < STEADY_S
        if self._restart is None or (hasty and not slept):
            return None
        for tries_left in reversed(range(WAKING_TRIES if slept else 1)):
            try:
                engine = self._restart()
            except (RuntimeError, MemoryError, OSError):
                if tries_left:
                    time.sleep(WAKING_S)
                continue
            self._restarted_s = time.monotonic()
            return engine
        return None
