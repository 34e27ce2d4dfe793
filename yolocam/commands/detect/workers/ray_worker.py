"""A worker that is an actor of Ray, on any machine of its cluster."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from yolocam.commands.detect.workers.ray_actor import RayActor
from yolocam.commands.detect.workers.ray_cluster import Shares
from yolocam.commands.detect.workers.worker_protocol import Answer, reply
from yolocam.errors import WorkerLostError
from yolocam.pipeline.distribution.work_unit import WorkUnit


class RayWorker:
    """Waits until the cluster has room for its `shares`, then keeps a network loaded there; see `Worker`."""

    def __init__(self, name: str, ray: Any, order: dict[str, Any], shares: Shares) -> None:
        self.name = name
        self._ray = ray
        self._order = order
        # What is lost is done again by the run itself, which knows what was done.
        self._options = {"num_cpus": shares.cores, "num_gpus": shares.gpus, "max_restarts": 0}
        self._lock = threading.Lock()  # guards both below
        self._actor: Any = None
        self._closed = False

    def open(self) -> None:
        """Start the actor and wait until its network is loaded."""
        with self._lock:
            if self._closed:
                raise WorkerLostError(f"worker {self.name} was ended")
            self._actor = self._ray.remote(**self._options)(RayActor).remote(self._order)
        self._get(self._actor.opened.remote())

    def work(self, unit: WorkUnit, tell: Callable[[int], None]) -> Answer:
        """Send a unit and wait for its answer."""
        stream = self._actor.work.options(num_returns="streaming").remote(unit.to_json())
        for one in stream:
            message = self._get(one)
            if "answer" in message:
                answer: Answer = message["answer"]
                return answer
            tell(message["frames"])
        raise WorkerLostError(f"worker {self.name} ended without an answer")

    def close(self) -> None:
        """Kill the actor."""
        with self._lock:
            self._closed = True
            actor, self._actor = self._actor, None
        if actor is not None:
            with contextlib.suppress(Exception):  # its cluster may have gone
                self._ray.kill(actor)

    def _get(self, reference: Any) -> dict[str, Any]:
        try:
            message: dict[str, Any] = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            words = str(error).strip().partition("\n")[0]
            raise WorkerLostError(f"worker {self.name} was lost: {words}") from error
        return reply(self.name, message)
