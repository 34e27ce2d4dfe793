"""A worker of a shared run that works in this process: everything but the processes themselves."""

from __future__ import annotations

import threading
from typing import Any

from yolocam.commands.detect.workers.unit_work import UnitWorker
from yolocam.errors import WorkerLostError


class InlineWorker:
    """Does units on the thread that asks. `die` names files whose first try ends as if by a kill."""

    def __init__(self, name: str, order: dict[str, Any], die: set[str]) -> None:
        self.name = name
        self.asked: list[str] = []
        self._order = order
        self._die = die
        self._lock = threading.Lock()

    def open(self) -> None:
        self._worker = UnitWorker(self._order)

    def work(self, unit, tell):
        self.asked.append(unit.title)
        answer = self._worker.work(unit, tell)
        with self._lock:
            if unit.title in self._die:
                self._die.remove(unit.title)
                raise WorkerLostError(f"worker {self.name} was ended by SIGKILL")
        return answer

    def close(self) -> None:
        pass


def use_inline_workers(monkeypatch, die: set[str] = frozenset()) -> list[InlineWorker]:
    """Put such workers in the place of processes; returns them, filled when they are made."""
    made: list[InlineWorker] = []
    dying = set(die)

    def make(count, device, order):
        made[:] = [InlineWorker(str(n + 1), {**order, "cores": 1}, dying) for n in range(count)]
        return made

    monkeypatch.setattr("yolocam.commands.detect.workers.made_workers.local_workers", make)
    return made
