"""Turns what a worker does, and what goes wrong with it, into messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yolocam.commands.detect.workers.unit_work import UnitWorker
from yolocam.errors import SinkError, YolocamError
from yolocam.pipeline.distribution.work_unit import WorkUnit

Message = dict[str, Any]
"""Either "ready", or the "frames" done so far, or the "answer" to a unit, or an "error" in a sentence.

"crash" is what went wrong where nobody expected it.
"""


def answers(order: Message, send: Callable[[Message], None]) -> Callable[[Message], None] | None:
    """Load the network of an order; returns what does a unit, None where it cannot be loaded.

    Both tell by `send`. An error that is not ours goes through as well: the process is not to be trusted.
    """
    try:
        worker = UnitWorker(order)
    except YolocamError as error:
        send(_refusal(error))
        return None
    send({"ready": True})

    def answer(unit: Message) -> None:
        try:
            found = worker.work(WorkUnit.from_json(unit), lambda frames: send({"frames": frames}))
        except YolocamError as error:
            send(_refusal(error))
        except Exception as error:
            send({"crash": f"failed with {type(error).__name__}: {error}"})
            raise
        else:
            send({"answer": found})

    return answer


def _refusal(error: YolocamError) -> Message:
    return {"error": str(error), "bad_input": not isinstance(error, SinkError)}
