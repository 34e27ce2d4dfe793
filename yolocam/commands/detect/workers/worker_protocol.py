"""What the run asks of a worker, wherever its process is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from yolocam.errors import SettingsError, SinkError, WorkerLostError
from yolocam.pipeline.distribution.work_unit import WorkUnit

Answer = dict[str, Any]
"""What came of a unit: its `state` as in the manifest, `frames`, `seconds`, `problems`, `place`, `parts`."""


class Worker(Protocol):
    """A process that does one unit at a time; all but `close` is called on one thread."""

    name: str

    def open(self) -> None:
        """Start it and wait until its network is loaded; WorkerLostError, or what `reply` raises."""

    def work(self, unit: WorkUnit, tell: Callable[[int], None]) -> Answer:
        """Have a unit done; `tell` hears how many frames are done. Raises what `reply` raises."""

    def close(self) -> None:
        """End it at once, whatever it is doing; may be called on any thread, and more than once."""


def reply(name: str, message: dict[str, Any]) -> dict[str, Any]:
    """Return a message of a worker; raises what it says went wrong.

    WorkerLostError where it is not to be trusted any more. Where any other worker would say the same it is
    SettingsError if the input is at fault, else SinkError.
    """
    if "crash" in message:
        raise WorkerLostError(f"worker {name} {message['crash']}")
    if "error" in message:
        raise (SettingsError if message["bad_input"] else SinkError)(message["error"])
    return message
