"""Counts the usable cores and shares them between network, decoder and encoder."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class CoreShares:
    """Threads of each part; 0 leaves the number to the library.

    `streams` of the network on the CPU, one core each; `opencv` inside each call to it.
    """

    streams: int
    decoder: int
    encoder: int
    opencv: int


def usable_cores() -> int:
    """Return the cores that this process may run on, which a container may have made fewer."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processor_name(cpuinfo: Path = _CPUINFO) -> str:
    """Return the processor's own name, or its architecture where the system does not tell."""
    try:
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return " ".join(value.split())
    except OSError:
        pass  # not Linux
    return platform.processor() or platform.machine() or "unknown processor"


def shares_for_files(cores: int, *, network_on_cpu: bool) -> CoreShares:
    """Return the shares that give the most frames per second.

    The network's streams keep all cores busy. Threads of a decoder or an encoder that wait for one
    another beside them cost 7 % of the whole on two cores; it takes more streams than four to outrun
    an encoder's single thread.
    """
    if not network_on_cpu:
        return CoreShares(streams=1, decoder=0, encoder=0, opencv=1)
    return CoreShares(streams=cores, decoder=max(cores // 8, 1), encoder=max(cores // 4, 1), opencv=1)
