"""One detector for several pipelines, with no more batches in flight than it has slots."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence

from yolocam.frame import Image, Inference
from yolocam.pipeline.interfaces import BatchDetector, Pending
from yolocam.settings import Settings


class SharedDetector:
    """Stands for `detector` in every pipeline; its methods may be called on several threads at once.

    Results are collected in the order of submission, whoever asks: where no slot is free, the pipeline that
    needs one collects the oldest result and keeps it for its owner. So none waits for another one to go on.
    The detector belongs to the caller, who closes it.
    """

    def __init__(self, detector: BatchDetector) -> None:
        self._detector = detector
        self._submitting = threading.Lock()
        self._collecting = threading.Lock()
        self._in_flight: deque[_Batch] = deque()  # appended by who submits, shortened by who collects

    @property
    def slots(self) -> int:
        """How many batches may be in flight, of all pipelines together."""
        return self._detector.slots

    def submit(self, images: Sequence[Image], settings: Settings) -> Pending:
        """Start on a batch; waits for a free slot. Raises what the detector raises."""
        with self._submitting:
            self._collect_while(lambda: len(self._in_flight) >= self._detector.slots)
            batch = _Batch(self, self._detector.submit(images, settings))
            self._in_flight.append(batch)
        return batch

    def close(self) -> None:
        """Leave the detector open: other pipelines use it."""

    def collect(self, batch: _Batch) -> None:
        """Collect results up to that of a batch."""
        self._collect_while(lambda: not batch.collected)

    def _collect_while(self, needed: Callable[[], bool]) -> None:
        while needed():
            with self._collecting:
                if needed():  # nobody has collected it in the meantime
                    self._in_flight[0].wait()
                    # Only now: until the result is read, its slot is in use.
                    self._in_flight.popleft()


class _Batch:
    """A batch in flight, or its result."""

    def __init__(self, shared: SharedDetector, pending: Pending) -> None:
        self._shared = shared
        self._pending: Pending | None = pending
        self._found: list[Inference] = []
        self._error: Exception | None = None
        self.collected = False

    def wait(self) -> None:
        """Read the result; an error is kept for the owner."""
        assert self._pending is not None
        try:
            self._found = self._pending.result()
        except Exception as error:
            # Without its traceback, which would keep the tensors of the batch alive.
            self._error = error.with_traceback(None)
        self._pending = None
        self.collected = True

    def result(self) -> list[Inference]:
        """Wait for the result."""
        self._shared.collect(self)
        if self._error is not None:
            raise self._error
        return self._found
