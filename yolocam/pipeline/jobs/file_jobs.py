"""Works at several files of one run at once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yolocam.pipeline.interfaces import Source
from yolocam.pipeline.jobs.listing_parts import part_name
from yolocam.pipeline.jobs.ordered_outputs import OrderedOutputs, PartOutput
from yolocam.pipeline.notices import Notice
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sources.files.listing import Listing
from yolocam.pipeline.stats import Stats

_LOG = logging.getLogger("yolocam.pipeline")

MakePart = Callable[[Listing, int, Stats], Pipeline]
"""Makes the pipeline of one part, with this batch size and these counters, and its own outputs attached."""


@dataclass(frozen=True, slots=True)
class PartProgress:
    """How far one part is: `done` of `total` frames, None where the total is unknown."""

    name: str
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class _Running:
    name: str
    pipeline: Pipeline
    output: PartOutput


class FileJobs:
    """A run over `parts` of which `jobs` are under way at once; is started and ended as a Pipeline is.

    `make` makes the pipeline of a part when its turn comes, on one of the threads. `outputs` get all results,
    in the order of the parts. `source` stands for the whole run. Both are closed at the end. What ends one
    part with an error ends all. `_lock` guards every field that changes.
    """

    def __init__(
        self,
        source: Source,
        parts: Sequence[Listing],
        make: MakePart,
        outputs: OrderedOutputs,
        *,
        jobs: int,
        batch: int = 1,
    ) -> None:
        self.source = source
        self.stats = Stats()
        self._make = make
        self._outputs = outputs
        self._lock = threading.Lock()
        self._waiting = iter(list(enumerate(parts)))
        self._running: dict[int, _Running] = {}
        self._notices: list[Notice] = []
        self._batch = batch
        self._stopping = False
        self._aborted = False
        self._error: Exception | None = None
        self._ended = threading.Event()
        count = max(min(jobs, len(parts)), 1)
        self._threads = [
            threading.Thread(target=self._work, name=f"job {number}", daemon=True)
            for number in range(1, count + 1)
        ]
        self._closer = threading.Thread(target=self._close, name="jobs closer", daemon=True)

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()
        self._closer.start()

    def stop(self) -> None:
        """Begin no further file; what was read is still written. Returns at once."""
        with self._lock:
            self._stopping = True
            running = list(self._running.values())
        for one in running:
            one.pipeline.stop()

    def abort(self, error: Exception | None = None) -> None:
        """End every part at once; outputs keep what they have and are closed. Returns at once."""
        with self._lock:
            self._error = self._error or error
            self._stopping = self._aborted = True
            running = list(self._running.values())
        self._outputs.hurry()
        for one in running:
            one.pipeline.abort()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the end and raise what a part raised; False when `timeout` (s) came first."""
        if not self._ended.wait(timeout):
            return False
        with self._lock:
            error = self._error
        if error is not None:
            raise error
        return True

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end, however it comes; False when `timeout` (s) came first."""
        return self._ended.wait(timeout)

    @property
    def batch(self) -> int:
        """Frames that go through the detector together; falls when the memory does not suffice."""
        with self._lock:
            return self._batch

    @property
    def progress(self) -> list[PartProgress]:
        """How far the parts are that are under way, in their order."""
        with self._lock:
            running = [self._running[number] for number in sorted(self._running)]
        return [
            PartProgress(one.name, one.output.written, one.pipeline.source.info.frame_count)
            for one in running
        ]

    def take_notices(self) -> list[Notice]:
        """Return one for each processor that has failed since the last call."""
        with self._lock:
            notices, self._notices = self._notices, []
            return notices

    def _work(self) -> None:
        try:
            while (taken := self._take()) is not None:
                self._run(*taken)
        except Exception as error:
            _LOG.debug("%s ended", threading.current_thread().name, exc_info=error)
            self.abort(error)

    def _take(self) -> tuple[int, Listing] | None:
        with self._lock:
            return None if self._stopping else next(self._waiting, None)

    def _run(self, number: int, part: Listing) -> None:
        """Work at one part to its end; raises what ended it."""
        output = self._outputs.part(number)
        pipeline = self._make(part, self.batch, self.stats)
        pipeline.outputs.attach(output, name="results")
        with self._lock:
            self._running[number] = _Running(part_name(part), pipeline, output)
            stopping, aborted = self._stopping, self._aborted
        if stopping:  # in the meantime; its outputs are closed as those of any other
            (pipeline.abort if aborted else pipeline.stop)()
        pipeline.start()
        pipeline.wait()
        with self._lock:
            del self._running[number]
            self._batch = min(self._batch, pipeline.batch)
            self._notices += pipeline.take_notices()
        if pipeline.error is not None:
            raise pipeline.error

    def _close(self) -> None:
        for thread in self._threads:
            thread.join()
        for close in (self._outputs.close, self.source.close):
            try:
                close()
            except Exception as error:
                with self._lock:
                    self._error = self._error or error
        self._ended.set()
