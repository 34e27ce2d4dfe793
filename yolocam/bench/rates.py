"""Measures images per second and milliseconds of a detector, driven as the pipeline drives it."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yolocam.frame import Image
from yolocam.pipeline.interfaces import BatchDetector, Pending
from yolocam.settings import Settings

Clock = Callable[[], int]
"""Nanoseconds that never go back."""

LEAST_RUNS = 5
MOST_RUNS = 5000


@dataclass(frozen=True, slots=True)
class Latency:
    """A sample of durations in milliseconds."""

    median: float
    p95: float
    least: float
    count: int

    @staticmethod
    def of(durations_ns: Sequence[int] | NDArray[np.int64]) -> Latency:
        """Take median and percentiles of at least one duration."""
        ms = np.asarray(durations_ns, np.float64) / 1e6
        return Latency(float(np.median(ms)), float(np.percentile(ms, 95)), float(ms.min()), len(ms))


@dataclass(frozen=True, slots=True)
class NetworkTimes:
    """One batch after the other: the parts of the work, and the whole as a caller sees it.

    `processor_ms` is the time that all cores of the processor spent on a batch: what else runs on the machine
    disturbs it least.
    """

    prepare: Latency
    network: Latency
    postprocess: Latency
    whole: Latency
    processor_ms: float


def network_times(
    detector: BatchDetector,
    images: Sequence[Image],
    settings: Settings,
    *,
    seconds: float,
    warmup_s: float,
    clock: Clock = time.perf_counter_ns,
) -> NetworkTimes:
    """Run the batch `images` again and again, first unmeasured; each run waits for the one before.

    The parts are the detector's own figures, which it takes around a synchronisation of the device.
    """
    _repeat(lambda: detector.submit(images, settings).result(), warmup_s, clock, least=2)
    parts: list[tuple[int, int, int]] = []

    def once() -> None:
        found = detector.submit(images, settings).result()
        times = [inference.timing for inference in found]  # each has its image's share
        parts.append(
            (
                sum(t.prepare_ns for t in times),
                sum(t.network_ns for t in times),
                sum(t.postprocess_ns for t in times),
            )
        )

    began = time.process_time()
    whole = _repeat(once, seconds, clock, least=LEAST_RUNS)
    spent_ms = (time.process_time() - began) * 1e3
    prepare, network, postprocess = np.array(parts, np.int64).T
    return NetworkTimes(
        Latency.of(prepare),
        Latency.of(network),
        Latency.of(postprocess),
        Latency.of(whole),
        spent_ms / len(whole),
    )


def _repeat(work: Callable[[], object], seconds: float, clock: Clock, least: int) -> list[int]:
    """Return how long each run took, in nanoseconds; runs for `seconds`, but `least` times."""
    taken: list[int] = []
    began = clock()
    while len(taken) < MOST_RUNS and (len(taken) < least or clock() - began < seconds * 1e9):
        started = clock()
        work()
        taken.append(clock() - started)
    return taken


def throughput(
    detector: BatchDetector,
    images: Sequence[Image],
    settings: Settings,
    batch: int,
    *,
    seconds: float,
    clock: Clock = time.perf_counter_ns,
) -> float:
    """Return images per second with as many batches under way as the detector takes.

    That many more batches run first, unmeasured. A rate is taken over as many results as come together
    (streams that began together end together, and there is one slot more than streams), and the median
    of them all is returned, so that a disturbance does not count.
    """
    slots = detector.slots
    together = max(slots - 1, 1)
    supply = itertools.cycle(images)
    under_way: deque[Pending] = deque()
    done: list[int] = []
    began = clock()
    while len(done) <= slots * 2 or clock() - began < seconds * 1e9:
        while len(under_way) < slots:
            under_way.append(detector.submit(list(itertools.islice(supply, batch)), settings))
        under_way.popleft().result()
        done.append(clock())
        if len(done) == slots:
            began = clock()
        if len(done) == MOST_RUNS:
            break
    while under_way:
        under_way.popleft().result()
    times = np.array(done[slots - 1 :], np.int64)
    gaps = times[together:] - times[:-together]
    return batch * together * 1e9 / max(float(np.median(gaps)), 1.0)


def processor_seconds(detector: BatchDetector, image: Image, settings: Settings) -> float:
    """Return the time that all cores of the processor spend on one image: other programs disturb it least."""
    started = time.process_time()
    detector.submit([image], settings).result()
    return time.process_time() - started
