"""What a measurement was taken on: figures without their machine mean nothing."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from yolocam.model.measure import torch_facts

_CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Machine:
    """The processor and what runs on it; `gpu` is None where there is none."""

    cpu: str
    cores: int
    memory_gb: float
    system: str
    python: str
    torch: str
    threads: int
    gpu: str | None

    def __str__(self) -> str:
        gpu = f"{self.gpu}, " if self.gpu else ""
        return (
            f"{gpu}{self.cpu}, {self.cores} cores, {self.memory_gb:g} GB, {self.system}, "
            f"Python {self.python}, torch {self.torch} with {self.threads} threads"
        )

    def to_json(self) -> dict[str, Any]:
        """Return the fields by name."""
        return asdict(self)


def describe_machine() -> Machine:
    """Look up this machine."""
    torch_version, threads, gpu = torch_facts()
    return Machine(
        cpu=cpu_name(),
        cores=usable_cores(),
        memory_gb=round(psutil.virtual_memory().total / 2**30, 1),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        torch=torch_version,
        threads=threads,
        gpu=gpu,
    )


def cpu_name(cpuinfo: Path = _CPUINFO) -> str:
    """Return the processor's own name, or its architecture where the system does not tell."""
    try:
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return " ".join(value.split())
    except OSError:
        pass  # not Linux
    return platform.processor() or platform.machine() or "unknown processor"


def usable_cores() -> int:
    """Return how many logical cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
