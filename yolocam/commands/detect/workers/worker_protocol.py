"""What the run asks of a worker, wherever its process is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from yolocam.errors import YolocamError
from yolocam.pipeline.distribution.work_unit import WorkUnit

Answer = dict[str, Any]
"""What came of a unit: its `state` as in the manifest, `frames`, `seconds`, `problems`, `place`, `parts`."""


class WorkerLostError(YolocamError):
    """The process of a worker has gone; another one can do what it was at."""


class WorkerRefusedError(YolocamError):
    """A worker says why it cannot work, as any other would; `bad_input`: the input is at fault."""

    def __init__(self, message: str, bad_input: bool) -> None:
        super().__init__(message)
        self.bad_input = bad_input


class Worker(Protocol):
    """A process that does one unit at a time; all but `close` is called on one thread."""

    name: str

    def open(self) -> None:
        """Start it and wait until its network is loaded; WorkerLostError, WorkerRefusedError."""

    def work(self, unit: WorkUnit, tell: Callable[[int], None]) -> Answer:
        """Have a unit done; `tell` hears how many frames are done. WorkerLostError, WorkerRefusedError."""

    def close(self) -> None:
        """End it at once, whatever it is doing; may be called on any thread, and more than once."""
