"""Runs a network in a process of its own, on a GPU whose context in this process has failed.

A CUDA context lives and dies with its process, so a new process is the only way back to the device.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from numpy.typing import NDArray

from yolocam.frame import Image, Timing
from yolocam.letterbox import Placement
from yolocam.model.engines.engine import EngineStatus, PendingRows, Rows
from yolocam.model.engines.failover.device_lost import DeviceLost
from yolocam.model.engines.failover.ipc import receive, send
from yolocam.model.engines.pending import Pending
from yolocam.model.postprocess.rows import Thresholds
from yolocam.system.helper_process import end, pipes, start


class WorkerLost(DeviceLost):
    """The process has ended, or its device has failed: it will answer nothing any more."""


class WorkerTask(NamedTuple):
    """What the process runs: files, device as `resolve_device` takes it, one of PRECISIONS."""

    cfg: Path
    weights: Path
    device: str
    precision: str


class WorkerEngine:
    """One process, which does one batch after the other; `_lock` is held for each request and its answer.

    Raises WorkerLost if the network cannot be run there, OSError if no process can be started.
    """

    slots = 1

    def __init__(self, task: WorkerTask) -> None:
        self._lock = threading.Lock()
        self._process = start("yolocam.model.engines.failover.worker")
        asked = {**task._asdict(), "cfg": str(task.cfg.absolute()), "weights": str(task.weights.absolute())}
        try:
            answer, _ = self._exchange(asked)
            self.status = EngineStatus(*answer["status"])
        except BaseException:
            self.close()
            raise

    def submit(self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds) -> PendingRows:
        """Keep the frames until the result is asked for."""
        return Pending(partial(self._run, images, places, limits))

    def warm(self, image: Image, place: Placement, limits: Thresholds) -> None:
        """Run one frame."""
        self._exchange(_request([place], limits, warm=True), [image])

    def _run(
        self, images: Sequence[Image], places: Sequence[Placement], limits: Thresholds
    ) -> tuple[Rows, Timing]:
        """Have a batch done; WorkerLost, MemoryError, or RuntimeError with what the other process said."""
        answer, (rows,) = self._exchange(_request(places, limits, warm=False), images)
        return rows, Timing(*answer["taken_ns"])

    def close(self) -> None:
        """End the process."""
        end(self._process)

    def _exchange(
        self, request: dict[str, Any], arrays: Sequence[Image] = ()
    ) -> tuple[dict[str, Any], list[NDArray[Any]]]:
        with self._lock:
            requests, answers = pipes(self._process)
            try:
                send(requests, request, arrays)
                answer, found = receive(answers)
            except (EOFError, OSError, ValueError) as error:
                self._process.kill()  # where it has not ended yet, it soon would have
                status = self._process.wait()
                raise WorkerLost(f"the process of the network has ended with {status}") from error
        if "error" not in answer:
            return answer, found
        failures = {"lost": WorkerLost, "memory": MemoryError}
        raise failures.get(answer["kind"], RuntimeError)(answer["error"])


def _request(places: Sequence[Placement], limits: Thresholds, *, warm: bool) -> dict[str, Any]:
    classes = None if limits.classes is None else sorted(limits.classes)
    return {
        "places": [asdict(place) for place in places],
        "limits": {**asdict(limits), "classes": classes},
        "warm": warm,
    }
