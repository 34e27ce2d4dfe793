"""Describes the machine and the versions of a measurement."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass
from typing import Any

import psutil

from yolocam.model.engines.measure import torch_facts
from yolocam.system.core_shares import processor_name, usable_cores


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
        cpu=processor_name(),
        cores=usable_cores(),
        memory_gb=round(psutil.virtual_memory().total / 2**30, 1),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        torch=torch_version,
        threads=threads,
        gpu=gpu,
    )
