"""The workers of a run, each attended by a thread that brings it one unit after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from yolocam.commands.detect.workers.worker_protocol import Answer, Worker
from yolocam.errors import WorkerLostError
from yolocam.pipeline.distribution.manifest import Manifest, Record
from yolocam.pipeline.distribution.schedule import MOST_TRIES, Schedule
from yolocam.pipeline.distribution.work_unit import WorkUnit, parts_from_json


class Crew:
    """Has the units of a schedule done and notes in the manifest what came of them.

    A worker that dies is replaced, and what it was at is done again; a unit over which several die is given
    up, and named. What would end any unit ends the run: it is kept as `error`. `warn` hears of workers that
    died. `_lock` guards every field that changes.
    """

    def __init__(
        self,
        workers: Sequence[Worker],
        schedule: Schedule,
        manifest: Manifest,
        warn: Callable[[str], None],
    ) -> None:
        self._workers = workers
        self._schedule = schedule
        self._manifest = manifest
        self._warn = warn
        self._lock = threading.Lock()
        self._frames: dict[str, int] = {}  # of the unit that each worker is at
        self._done_frames = 0
        self._error: Exception | None = None
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._attend, args=(worker,), name=f"worker {worker.name}", daemon=True)
            for worker in workers
        ]

    def start(self) -> None:
        """Start the workers."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the workers, whatever they are at, and wait for that."""
        with self._lock:
            self._stopping = True
        self._schedule.stop()
        for worker in self._workers:
            worker.close()
        for thread in self._threads:
            thread.join()

    @property
    def size(self) -> int:
        """How many workers there are."""
        return len(self._workers)

    @property
    def frames(self) -> int:
        """How many frames this run has done, those of units under way too."""
        with self._lock:
            return self._done_frames + sum(self._frames.values())

    @property
    def error(self) -> Exception | None:
        """What has ended the run, if anything."""
        with self._lock:
            return self._error

    @property
    def alive(self) -> bool:
        """Whether a worker is there, or could come."""
        return any(thread.is_alive() for thread in self._threads)

    def _attend(self, worker: Worker) -> None:
        try:
            opened, failures = False, 0
            while not self._is_stopping():
                if not opened:
                    opened = self._opens(worker, failures)
                    failures += 1
                    continue
                unit = self._schedule.take()
                if unit is None:
                    break
                opened = self._does(worker, unit)
                failures = 0
        except Exception as error:
            with self._lock:
                self._error = self._error or error
            self._schedule.stop()
        finally:
            worker.close()

    def _opens(self, worker: Worker, failures: int) -> bool:
        try:
            worker.open()
        except WorkerLostError:
            if failures + 1 >= MOST_TRIES and not self._is_stopping():
                raise
            return False
        return True

    def _does(self, worker: Worker, unit: WorkUnit) -> bool:
        """Have a unit done; False where the worker died over it."""
        try:
            answer = worker.work(unit, lambda frames: self._note(worker, frames))
        except WorkerLostError as error:
            if not self._is_stopping():
                self._lose(unit, str(error))
            return False
        finally:
            self._note(worker, 0)
        self._take(unit, answer, worker)
        return True

    def _lose(self, unit: WorkUnit, reason: str) -> None:
        if not self._schedule.is_wanted(unit):
            self._schedule.drop(unit)
            return
        tries = self._schedule.lost(unit)
        if tries < MOST_TRIES:
            self._warn(f"{reason} at {unit.title}, which is done again")
            return
        words = f"{tries} workers ended over it, so it is left out: {reason}"
        record = _record(unit, {"state": "failed", "frames": 0, "problems": [["skipped", unit.title, words]]})
        self._manifest.add(record)
        self._schedule.done(unit, record)

    def _take(self, unit: WorkUnit, answer: Answer, worker: Worker) -> None:
        if not self._schedule.is_wanted(unit):  # a part of a film that is done as a whole by now
            self._schedule.drop(unit)
            return
        record = {**_record(unit, answer), "worker": worker.name}
        if answer["state"] == "whole":
            record["key"] = unit.planned().key
            self._manifest.add(record)
            self._schedule.replace(unit, (unit.whole(),))
            return
        self._manifest.add(record)
        if answer["state"] == "parts":
            parts = parts_from_json(answer["parts"])
            self._schedule.replace(unit, unit.parts(parts, answer["encoder"]))
            return
        with self._lock:
            self._done_frames += answer["frames"]
        self._schedule.done(unit, record)

    def _note(self, worker: Worker, frames: int) -> None:
        with self._lock:
            self._frames[worker.name] = frames

    def _is_stopping(self) -> bool:
        with self._lock:
            return self._stopping


def _record(unit: WorkUnit, answer: Answer) -> Record:
    part = None if unit.part is None else {"first": unit.part.first, "end": unit.part.end}
    files = [item.name for item in unit.items]
    return {
        "file": files[0] if len(files) == 1 else files,
        **({} if part is None else {"part": part}),
        **answer,
        "key": unit.key,
    }
