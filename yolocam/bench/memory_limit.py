"""How much memory this process may still allocate: the least that machine, container and shell allow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil

_CGROUP_LIST = Path("/proc/self/cgroup")
_CGROUP_ROOT = Path("/sys/fs/cgroup")

_UNLIMITED = 1 << 60
"""Version 1 writes "no limit" as a number near 2^63."""


def available_bytes() -> int:
    """Return the bytes that can be taken before the machine, a cgroup or a ulimit says no."""
    limits = [psutil.virtual_memory().available, *_ulimits(), *cgroup_rooms()]
    return max(int(min(limits)), 0)


def cgroup_rooms(listing: Path = _CGROUP_LIST, root: Path = _CGROUP_ROOT) -> Iterator[int]:
    """Yield what is left in each control group around this process that has a limit (v1 and v2).

    In a container the group of the process may be shown by a path that only the host knows: then the
    mounted root is the container's own group.
    """
    try:
        lines = listing.read_text(encoding="utf-8").splitlines()
    except OSError:
        return  # not Linux
    for line in lines:
        _, controllers, path = line.split(":", 2) if line.count(":") >= 2 else ("", "none", "")
        if controllers == "":
            yield from _rooms(root, path, "memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            yield from _rooms(
                root / "memory", path, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"
            )


def _rooms(mount: Path, path: str, limit_name: str, usage_name: str, cache_key: str) -> Iterator[int]:
    group = mount / path.lstrip("/")
    for folder in (group, *group.parents):
        limit = _number(folder / limit_name)
        used = _number(folder / usage_name)
        if limit is not None and used is not None and limit < _UNLIMITED:
            # Pages of files that nobody reads any more are given up before anyone is killed.
            yield limit - used + _stat(folder / "memory.stat", cache_key)
        if folder == mount:
            return


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not there, or the word "max"
        return None


def _stat(path: Path, key: str) -> int:
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(" ")
            if name == key:
                return int(value)
    except (OSError, ValueError):
        pass
    return 0


def _ulimits() -> Iterator[int]:
    try:
        import resource
    except ImportError:
        return  # Windows has none
    memory = psutil.Process().memory_info()
    for limit, used in ((resource.RLIMIT_AS, memory.vms), (resource.RLIMIT_DATA, memory.rss)):
        soft, _ = resource.getrlimit(limit)
        if soft != resource.RLIM_INFINITY:
            yield soft - used
