"""A worker that is a process of this machine. It is spoken to in lines of JSON; nothing is pickled."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from typing import Any

from yolocam.commands.detect.workers.worker_protocol import Answer, reply
from yolocam.errors import WorkerLostError
from yolocam.pipeline.distribution.work_unit import WorkUnit
from yolocam.system import helper_process

_MODULE = "yolocam.commands.detect.workers.local_main"


class LocalWorker:
    """Starts a second Python, which loads its own network; see `Worker`.

    `order` is what it does with units, see `UnitWorker`; `environment` are variables of its own.
    """

    def __init__(self, name: str, order: dict[str, Any], environment: Mapping[str, str]) -> None:
        self.name = name
        self._order = order
        self._environment = environment
        self._lock = threading.Lock()  # guards both below
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def open(self) -> None:
        """Start the process and wait until it is ready."""
        with self._lock:
            if self._closed:
                raise WorkerLostError(f"worker {self.name} was ended")
            try:
                self._process = helper_process.start(_MODULE, environment=self._environment)
            except OSError as error:
                raise WorkerLostError(f"worker {self.name} cannot be started: {error.strerror}") from error
        self._send(self._order)
        while "ready" not in self._receive():
            pass

    def work(self, unit: WorkUnit, tell: Callable[[int], None]) -> Answer:
        """Send a unit and wait for its answer."""
        self._send(unit.to_json())
        while "answer" not in (message := self._receive()):
            tell(message["frames"])
        answer: Answer = message["answer"]
        return answer

    def close(self) -> None:
        """Kill the process."""
        with self._lock:
            self._closed = True
        self._drop()

    def _drop(self) -> str:
        """Let go of the process, so that another can be started; returns how it ended."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return "ended"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.5)  # it may be about to end by itself, and its status says how
        ended = _how(process.poll())
        helper_process.end(process)
        return ended

    def _pipes(self) -> tuple[Any, Any]:
        with self._lock:
            if self._process is None:
                raise WorkerLostError(f"worker {self.name} has ended")
            return helper_process.pipes(self._process)

    def _send(self, message: dict[str, Any]) -> None:
        requests, _ = self._pipes()
        try:
            requests.write(json.dumps(message).encode() + b"\n")
            requests.flush()
        except (OSError, ValueError) as error:
            raise WorkerLostError(f"worker {self.name} has ended") from error

    def _receive(self) -> dict[str, Any]:
        _, answers = self._pipes()
        try:
            line = answers.readline()
            message = json.loads(line) if line.endswith(b"\n") else None
        except (OSError, ValueError):
            message = None
        if not isinstance(message, dict):
            raise WorkerLostError(f"worker {self.name} {self._drop()}")
        if "crash" in message:
            self._drop()
        return reply(self.name, message)


def _how(status: int | None) -> str:
    if status is None:
        return "answered no more"
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
