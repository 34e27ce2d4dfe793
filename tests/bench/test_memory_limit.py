"""The limits of containers and shells, as the kernel writes them down."""

import subprocess
import sys

import psutil
import pytest

from yolocam.bench.memory_limit import available_bytes, cgroup_rooms

GB = 1 << 30


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n")


@pytest.fixture
def groups(tmp_path):
    listing = tmp_path / "cgroup"

    def rooms(text):
        put(listing, text)
        return list(cgroup_rooms(listing, tmp_path / "sys"))

    return tmp_path / "sys", rooms


def test_version_2_counts_every_group_above(groups):
    root, rooms = groups
    put(root / "a" / "memory.max", 4 * GB)
    put(root / "a" / "memory.current", 1 * GB)
    put(root / "a/b" / "memory.max", "max")
    put(root / "a/b" / "memory.current", 1)
    put(root / "a/b/c" / "memory.max", 2 * GB)
    put(root / "a/b/c" / "memory.current", GB)
    put(root / "a/b/c" / "memory.stat", f"anon 5\ninactive_file {GB // 2}")
    assert rooms("0::/a/b/c") == [GB + GB // 2, 3 * GB]


def test_version_2_in_a_container_that_sees_its_own_group_as_the_root(groups):
    root, rooms = groups
    put(root / "memory.max", 2 * GB)
    put(root / "memory.current", GB)
    assert rooms("0::/docker/0123") == [GB]


def test_version_1(groups):
    root, rooms = groups
    put(root / "memory/x" / "memory.limit_in_bytes", 2 * GB)
    put(root / "memory/x" / "memory.usage_in_bytes", GB)
    put(root / "memory/x" / "memory.stat", "total_inactive_file 4096")
    put(root / "memory" / "memory.limit_in_bytes", 9223372036854771712)
    put(root / "memory" / "memory.usage_in_bytes", GB)
    assert rooms("5:cpu,cpuacct:/x\n4:memory:/x\n0::/") == [GB + 4096]


@pytest.mark.parametrize("text", ["", "nonsense", "0::/nowhere", "4:memory:/../..", "\0\n::::"])
def test_what_makes_no_sense_is_no_limit(groups, text):
    assert groups[1](text) == []


def test_no_more_than_the_machine_has():
    assert 0 <= available_bytes() <= psutil.virtual_memory().total


@pytest.mark.skipif(sys.platform == "win32", reason="has no ulimit")
def test_a_ulimit_counts():
    code = (
        "import resource, psutil; from yolocam.bench.memory_limit import available_bytes\n"
        "used = psutil.Process().memory_info().vms\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + (200 << 20), resource.RLIM_INFINITY))\n"
        "room = available_bytes()\n"
        "assert 0 < room <= 200 << 20, room"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
