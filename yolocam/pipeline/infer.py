"""The inference stage: keeps the detector busy without ever holding a result back."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace

from yolocam.errors import OutOfMemoryError
from yolocam.frame import Detected, Frame, Inference
from yolocam.futures import done, failed
from yolocam.pipeline.batch_race import BatchRace
from yolocam.pipeline.channel import Channel, Closed
from yolocam.pipeline.interfaces import BatchDetector, Pending, submit_to
from yolocam.pipeline.processor_store import ProcessorStore
from yolocam.pipeline.stats import Stats
from yolocam.selection import weak_confidence
from yolocam.settings import Settings, SettingsStore


@dataclass(frozen=True, slots=True)
class _Job:
    frames: list[Frame]
    settings: Settings
    pending: Pending


def _refused(error: OutOfMemoryError) -> Pending:
    """Keep what an error says, without its traceback: that holds the tensors of the batch."""
    return failed(OutOfMemoryError(str(error)))


class InferenceStage:
    """Moves frames through the detector, in order, from `captured` to `detected`.

    Up to `detector.slots` batches are in flight: the next one is submitted before the result of the
    last is asked for, but only when its frames are already waiting. With `batch` above 1 a batch
    waits for its frames (files only: for a live source a waiting frame is a stale one). A batch for
    which the memory does not suffice is done again in halves, and later ones are made that small. With a
    `race` that finds out the size of the batches.
    """

    def __init__(
        self,
        captured: Channel[Frame],
        detected: Channel[Detected],
        detector: BatchDetector,
        store: SettingsStore,
        stats: Stats,
        batch: int = 1,
        *,
        chosen: ProcessorStore | None = None,
        race: BatchRace | None = None,
    ) -> None:
        self._race = race
        self._captured = captured
        self._detected = detected
        self._detector = detector
        self._store = store
        self._stats = stats
        self._chosen = chosen
        self.batch = batch  # only this stage's thread writes it
        self._jobs: deque[_Job] = deque()

    def run(self) -> None:
        """Work until `captured` ends; then `detected` is closed, in any case."""
        try:
            self._loop()
        except Closed:
            pass  # the renderer has ended first
        finally:
            self._captured.cancel()
            self._detected.close()
            self._abandon()

    def _loop(self) -> None:
        more = True
        while more or self._jobs:
            frames: list[Frame] = []
            if more and len(self._jobs) < self._detector.slots:
                frames, more = self._take()
            if frames:
                self._submit(frames)
            elif self._jobs:
                self._collect(self._jobs.popleft())

    def _take(self) -> tuple[list[Frame], bool]:
        """Return the next batch, and whether more may come; waits only when nothing is in flight."""
        frames: list[Frame] = []
        try:
            first = self._captured.get_nowait() if self._jobs else self._captured.get()
            if first is None:
                return frames, True
            frames.append(first)
            if self._race is not None:
                self.batch = self._race.next_size()
            while len(frames) < self.batch:
                frames.append(self._captured.get())
        except Closed:
            return frames, False
        return frames, True

    def _settings(self) -> Settings:
        """Return the settings of this moment, with a floor where a processor looks below the confidence."""
        settings = self._store.current
        if self._chosen is None or not self._chosen.wants_candidates:
            return settings
        weak = weak_confidence(settings.confidence)
        return replace(settings, floor=weak if settings.floor is None else min(weak, settings.floor))

    def _submit(self, frames: list[Frame]) -> None:
        settings = self._settings()
        # A batch is one array on the device, so it never mixes frames of different sizes.
        start = 0
        for end in range(1, len(frames) + 1):
            if end == len(frames) or frames[end].size_wh != frames[start].size_wh:
                part = frames[start:end]
                if self._jobs and len(self._jobs) >= self._detector.slots:
                    self._collect(self._jobs.popleft())
                self._jobs.append(_Job(part, settings, self._start(part, settings)))
                start = end

    def _start(self, frames: list[Frame], settings: Settings) -> Pending:
        try:
            return submit_to(self._detector, frames, settings)
        except OutOfMemoryError as error:
            return _refused(error)  # answered when its turn comes, so that the order stays

    def _results(self, job: _Job) -> list[Inference]:
        with suppress(OutOfMemoryError):
            return job.pending.result()
        # Not while the error is handled: its traceback holds the tensors of the batch that did not fit.
        self._race = None
        self._finish_others()
        return self._in_halves(job.frames, job.settings)

    def _finish_others(self) -> None:
        """Wait for the other batches, so that they give their memory back; their turn comes later."""
        for number, job in enumerate(self._jobs):
            pending: Pending
            try:
                pending = done(job.pending.result())
            except OutOfMemoryError as error:
                pending = _refused(error)
            self._jobs[number] = replace(job, pending=pending)

    def _in_halves(self, frames: list[Frame], settings: Settings) -> list[Inference]:
        """Do a batch again, one half after the other; OutOfMemoryError if a single frame does not fit."""
        half = max(len(frames) // 2, 1)
        self.batch = min(self.batch, half)
        found: list[Inference] = []
        for start in range(0, len(frames), half):
            part = frames[start : start + half]
            answer = self._answered(part, settings, last=len(part) == 1)
            found += self._in_halves(part, settings) if answer is None else answer
        return found

    def _answered(self, frames: list[Frame], settings: Settings, last: bool) -> list[Inference] | None:
        """Do a batch; where it does not fit, OutOfMemoryError if it is the `last` way to try, else None."""
        try:
            return self._start(frames, settings).result()
        except OutOfMemoryError:
            if last:
                raise
            return None

    def _abandon(self) -> None:
        """Wait for what nobody wants any more: the detector goes on to serve the next source."""
        while self._jobs:
            with suppress(Exception):  # the reason for ending is already on its way
                self._jobs.popleft().pending.result()

    def _collect(self, job: _Job) -> None:
        results = self._results(job)
        if self._race is not None:
            self._race.took(len(results), sum(inference.timing.thread_ns for inference in results))
        for frame, inference in zip(job.frames, results, strict=True):
            if not frame.repeat:
                self._stats.inferred()
            timing = inference.timing
            self._stats.add_time("prepare", timing.prepare_ns)
            self._stats.add_time("network", timing.network_ns)
            self._stats.add_time("postprocess", timing.postprocess_ns)
            self._stats.add_time("infer", timing.total_ns)
            self._detected.put(Detected(frame, inference, job.settings))
