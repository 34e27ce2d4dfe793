"""The one place that knows Ray: it finds or starts a cluster, and says what there is in it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from yolocam.errors import DeviceError, SettingsError, first_line_of
from yolocam.registry import Need

NEED = Need("ray", "yolocam[cluster]")

_ANSWER_S = 10.0

_CORES = 2
"""Cores of a worker without a GPU, where nobody says how many workers there are."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How many workers there are, and the cores and GPUs of each; a GPU may be shared by several."""

    count: int
    cores: int
    gpus: float


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Yield Ray, connected to a cluster; "auto" is the one of this machine, or one of its own for this run.

    Nothing is reported to Ray's makers, and no dashboard is opened. SettingsError where Ray is missing,
    DeviceError where no cluster answers.
    """
    if not NEED.met:
        raise SettingsError(f"--cluster {NEED}")
    # Read when it is imported and by what it starts.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    import ray

    quiet = {"log_to_driver": False, "configure_logging": False, "include_dashboard": False}
    try:
        _connect(ray, address, quiet)
    except Exception as error:  # what cannot be connected to is told in many ways
        ray.shutdown()
        raise DeviceError(f"no Ray cluster answers at {address}: {first_line_of(error)}") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _connect(ray: Any, address: str, quiet: dict[str, bool]) -> None:
    there = {name: value for name, value in quiet.items() if name != "include_dashboard"}
    if address != "auto":
        _knock(address)
        ray.init(address=address, **there)
        return
    try:
        ray.init(address="auto", **there)
    except ConnectionError:
        ray.init(**quiet)


def shares(nodes: list[dict[str, Any]], workers: int | None, *, with_gpus: bool) -> Shares:
    """Return how the resources of the living `nodes`, as `ray.nodes()` has them, are dealt out.

    Without `workers` there is one for each GPU, or for each two cores where there is none. DeviceError where
    there is nothing to deal out.
    """
    living = [node.get("Resources", {}) for node in nodes if node.get("Alive", node.get("alive"))]
    cpus = [int(one.get("CPU", 0)) for one in living]
    gpus = int(sum(one.get("GPU", 0) for one in living)) if with_gpus else 0
    if not sum(cpus):
        raise DeviceError("the Ray cluster has no node with a processor to lend")
    count = workers or gpus or sum(max(cpu // _CORES, 1) for cpu in cpus if cpu)
    # As many cores as still let all of them find room: a worker cannot lie across two nodes.
    fitting = (c for c in range(max(cpus), 0, -1) if sum(cpu // c for cpu in cpus) >= count)
    cores = next(fitting, 0)
    if not cores:
        raise DeviceError(f"the Ray cluster has {sum(cpus)} cores, too few for {count} workers")
    each = 0.0 if not gpus else 1.0 if count <= gpus else int(gpus / count * 10_000) / 10_000
    return Shares(count, cores, each)


def _knock(address: str) -> None:
    """Raise OSError where nobody answers: Ray itself would try for many minutes."""
    host, _, port = address.rpartition("//")[2].rpartition(":")
    if not host or not port.isdecimal():
        raise ValueError("it is no address such as 192.168.0.5:6379")
    with socket.create_connection((host.strip("[]"), int(port)), timeout=_ANSWER_S):
        pass
