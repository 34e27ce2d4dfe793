"""Records the memory of the process and the memory and load of a GPU during some work."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

from yolocam.model.engines.measure import GpuMemory

_PERIOD_S = 0.004
"""How often the process is looked at: activations of a batch live for tens of milliseconds."""


@dataclass(slots=True)
class Usage:
    """Peaks in bytes; the GPU's are None without one, `gpu_percent` also without nvidia-ml-py."""

    resident: int = 0
    allocated: int | None = None
    reserved: int | None = None
    gpu_percent: float | None = None


class _Sampler:
    """Looks at the process, and at the GPU, on a thread of its own; its fields are read after `stop`."""

    def __init__(self, resident: Callable[[], int], gpu_percent: Callable[[], float] | None) -> None:
        self._resident = resident
        self._gpu_percent = gpu_percent
        self.peak = resident()
        self.percents: list[float] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="memory", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()
        self.peak = max(self.peak, self._resident())

    def _run(self) -> None:
        while not self._ended.wait(_PERIOD_S):
            self.peak = max(self.peak, self._resident())
            if self._gpu_percent is not None:
                self.percents.append(self._gpu_percent())


def resident_bytes() -> int:
    """Return what the process has in memory now."""
    return int(psutil.Process().memory_info().rss)


@contextmanager
def watch(gpu: GpuMemory | None = None) -> Iterator[Usage]:
    """Fill the Usage with the peaks of the block, when the block ends."""
    usage = Usage()
    if gpu is not None:
        gpu.begin()
    sampler = _Sampler(resident_bytes, None if gpu is None else gpu_percent_reader(gpu.index, gpu.uuid))
    try:
        yield usage
    finally:
        sampler.stop()
        usage.resident = sampler.peak
        if gpu is not None:
            usage.allocated, usage.reserved = gpu.peaks()
        if sampler.percents:
            usage.gpu_percent = sum(sampler.percents) / len(sampler.percents)


def gpu_percent_reader(index: int, uuid: str | None = None) -> Callable[[], float] | None:
    """Return what reads how busy a GPU is, 0 to 100; None without nvidia-ml-py or its driver.

    `uuid` is how the driver knows it; without, `index` is taken, which counts hidden GPUs too.
    """
    try:
        nvml: Any = importlib.import_module("pynvml")
        nvml.nvmlInit()
        handle = nvml.nvmlDeviceGetHandleByUUID(uuid) if uuid else nvml.nvmlDeviceGetHandleByIndex(index)
        nvml.nvmlDeviceGetUtilizationRates(handle)
    except Exception:  # whatever an optional driver says, the figure is only left out
        return None
    return lambda: float(nvml.nvmlDeviceGetUtilizationRates(handle).gpu)
