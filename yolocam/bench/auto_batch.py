"""Finds the best batch size for a detector on this machine, or recalls it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yolocam.bench.machine import Machine, describe_machine
from yolocam.bench.memory_limit import available_bytes
from yolocam.bench.rates import Clock, throughput
from yolocam.bench.remembered import BatchMemory, Remembered
from yolocam.bench.settle import settle
from yolocam.bench.stream_count import StreamCount, find_streams
from yolocam.bench.tuner import LARGEST, MEMORY_SHARE, Trial, Tuning, find_batch, fitting
from yolocam.bench.usage import Usage, resident_bytes, watch
from yolocam.frame import Image
from yolocam.model.detector import Detector
from yolocam.model.engines.measure import GpuMemory, gpu_memory
from yolocam.settings import Settings
from yolocam.system.malloc import release_freed_memory

SECONDS = 0.7
"""How long each batch size is tried."""


@dataclass(frozen=True, slots=True)
class AutoBatch:
    """The batch and the streams to take; `tuning` is None when they were `remembered`.

    `streams_tried` is None where the detector does not run in streams of one core.
    """

    batch: int
    streams: int
    remembered: Remembered | None = None
    tuning: Tuning | None = None
    streams_tried: StreamCount | None = None


def auto_batch(
    detector: Detector,
    images: Sequence[Image],
    settings: Settings,
    *,
    largest: int = LARGEST,
    seconds: float = SECONDS,
    memory: BatchMemory | None = None,
    fresh: bool = False,
    clock: Clock = time.perf_counter_ns,
) -> AutoBatch:
    """Return the batch size for images like these, and let the detector have the best number of streams.

    What is found is remembered; a remembered answer is made smaller where less memory is available now.
    `largest` is the most that makes sense, such as the number of images; `fresh` measures in any case.
    """
    memory = memory or BatchMemory()
    known = None if fresh else known_batch(detector, images[0], settings, largest=largest, memory=memory)
    if known is not None:
        return known
    gpu = gpu_memory(settings.device)
    limit = memory_limit(gpu)
    key = memory_key(detector, settings, describe_machine())  # before its streams become fewer
    settle(detector, images, settings)
    trial = trial_of(detector, images, settings, seconds=seconds, gpu=gpu, clock=clock)
    tuning = find_batch(trial, limit, min(largest, LARGEST))
    tried = _tried_streams(detector, images, settings, tuning.batch, seconds, clock)
    if tuning.reason != "largest" or largest >= LARGEST:  # else a short folder has cut it off
        chosen = tuning.chosen
        held = _held_bytes(images[0], detector.slots) if gpu is None else 0
        per_image = max(chosen.memory // chosen.batch - held, 0)
        rate = round(chosen.images_per_s, 3)
        memory.put(key, Remembered(chosen.batch, rate, per_image, detector.streams))
    return AutoBatch(tuning.batch, detector.streams, tuning=tuning, streams_tried=tried)


def known_batch(
    detector: Detector,
    image: Image,
    settings: Settings,
    *,
    largest: int = LARGEST,
    memory: BatchMemory | None = None,
) -> AutoBatch | None:
    """Return what was measured before for images like this one, made smaller where memory is short now.

    None if nothing was. The detector gets the number of streams that went with it.
    """
    memory = memory or BatchMemory()
    known = memory.get(memory_key(detector, settings, describe_machine()))
    if known is None:
        return None
    gpu = gpu_memory(settings.device)
    held = _held_bytes(image, detector.slots) if gpu is None else 0
    size = fitting(known.batch, known.bytes_per_image + held, memory_limit(gpu))
    detector.set_streams(min(known.streams, detector.streams))
    return AutoBatch(min(size, largest), detector.streams, remembered=known)


def is_known(detector: Detector, settings: Settings) -> bool:
    """Whether `known_batch` has an answer."""
    return BatchMemory().get(memory_key(detector, settings, describe_machine())) is not None


def _tried_streams(
    detector: Detector, images: Sequence[Image], settings: Settings, batch: int, seconds: float, clock: Clock
) -> StreamCount | None:
    """Find the best number of streams for this batch and let the detector have it."""
    if detector.streams == 1:
        return None

    def rate(streams: int) -> float:
        detector.set_streams(streams)
        return throughput(detector, images, settings, batch, seconds=seconds, clock=clock)

    release_freed_memory()
    found = find_streams(rate, detector.streams)
    detector.set_streams(found.streams)
    return found


def memory_limit(gpu: GpuMemory | None) -> int:
    """Return the most bytes that a batch may take, as of now."""
    return int((available_bytes() if gpu is None else gpu.available()) * MEMORY_SHARE)


def memory_key(detector: Detector, settings: Settings, machine: Machine) -> str:
    """Return what an answer depends on, as readable text."""
    info = detector.model_info(settings)
    # int8 is taken up only after some images
    precision = info.precision if settings.precision == "auto" else settings.precision
    size = "x".join(map(str, info.size_wh))
    parts = (
        info.name, detector.structure, size, precision, info.device, f"{detector.slots} under way",
        machine.cpu, f"{machine.cores} cores", f"torch {machine.torch}",
    )  # fmt: skip
    return " | ".join(parts)


def trial_of(
    detector: Detector,
    images: Sequence[Image],
    settings: Settings,
    *,
    seconds: float,
    gpu: GpuMemory | None,
    clock: Clock = time.perf_counter_ns,
) -> Callable[[int], Trial]:
    """Return what measures one batch size, in rate and memory."""
    release_freed_memory()  # or what loading has left would be taken for memory that nothing needs
    idle = resident_bytes()
    idle_gpu = 0
    if gpu is not None:
        gpu.begin()
        idle_gpu = gpu.peaks()[1]

    def trial(batch: int) -> Trial:
        release_freed_memory()  # and what a larger batch has left, when this one is measured once more
        if gpu is not None:
            # The first batch of a size tries cuDNN's algorithms, with memory that no later one needs.
            detector.submit([images[i % len(images)] for i in range(batch)], settings).result()
        with watch(gpu) as usage:
            rate = throughput(detector, images, settings, batch, seconds=seconds, clock=clock)
        if usage.reserved is not None:
            grown = usage.reserved - idle_gpu
        else:
            # A run holds its images too; here the same few are used over and over.
            grown = usage.resident - idle + batch * _held_bytes(images[0], detector.slots)
        return _trial(batch, rate, max(grown, 0), usage)

    return trial


def _trial(batch: int, rate: float, memory: int, usage: Usage) -> Trial:
    return Trial(batch, rate, memory, usage.resident, usage.allocated, usage.reserved, usage.gpu_percent)


def _held_bytes(image: Image, slots: int) -> int:
    """What the pipeline holds for each image of a batch: those under way and those being collected."""
    return image.nbytes * (slots + 1)
