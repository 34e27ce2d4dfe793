"""What all tests share."""

import gc
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator
from importlib.abc import MetaPathFinder

import pytest

from support.paths import TESTS
from yolocam.files import cache
from yolocam.model.engines.kernels import store
from yolocam.model.engines.thread_budget import share_the_cores
from yolocam.system.core_shares import usable_cores

share_the_cores()  # before the first test file imports torch, as yolocam itself does

WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
if WORKERS > 1:  # each has its share: threads that wait for those of other workers wait long
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, usable_cores() // WORKERS)))


class _NoTorch(MetaPathFinder):
    """Skips the tests that come to import torch where it is not installed; its wheel may be gigabytes."""

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] == "torch":
            pytest.skip("torch is not installed", allow_module_level=True)


LONGEST = (
    "torture/test_torture.py",
    "commands/workers/test_killed_processes.py",
    "commands/workers/test_shared_run.py",
    "commands/workers/test_remote_folders.py",
    "commands/workers/test_ray_cluster.py",
    "benchmarks/test_gpu_check.py",
    "benchmarks/test_privacy_cover.py",
    "benchmarks/test_watch_restarts.py",
    "pipeline/sinks/live/test_long_stream.py",
    "fuzz/test_fuzz.py",
    "model/export/test_export.py",
    "model/engines/test_without_telemetry.py",
    "pipeline/sinks/live/test_streamer.py",
    "pipeline/sinks/live/test_encrypted_stream.py",
    "pipeline/sinks/live/test_srt_stream.py",
    "pipeline/sinks/live/test_stream_sound.py",
    "ui/window/test_random_actions.py",
    "commands/test_bench.py",
    "commands/test_cli.py",
    "commands/test_jobs.py",
    "ui/live/test_outage.py",
    "test_api.py",
)
"""What takes longest begins first: as the last ones they would keep one worker busy, and no other."""

WITHOUT_TORCH = importlib.util.find_spec("torch") is None
if WITHOUT_TORCH:
    sys.meta_path.insert(0, _NoTorch())


def pytest_xdist_auto_num_workers() -> int | None:
    """One more than there are cores: much of the time some test waits, for a film, a server or a program."""
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else usable_cores() + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, and leave the others in their order."""
    places = {TESTS / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(LONGEST)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Import all test files without looking for garbage: there is much to look at, and nothing to free."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Take what all test files have imported out of every later collection of garbage: half a second each."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what a program of its own needs torch for: in there nothing can skip the test."""
    if WITHOUT_TORCH and item.get_closest_marker("torch") is not None:
        pytest.skip("torch is not installed")


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """What one test measures or makes, no other finds, nor do the programs it starts."""
    monkeypatch.setattr(cache, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(autouse=True)
def no_engine_search(monkeypatch):
    """No test, nor a program that it starts, has engines measured beside it, or libraries tried first."""
    monkeypatch.setenv("YOLOCAM_NO_ENGINE_SEARCH", "1")
    monkeypatch.setenv("YOLOCAM_NO_LIBRARY_TRIAL", "1")


@pytest.fixture(autouse=True, scope="session")
def shared_kernels(tmp_path_factory):
    """Machine code, and what is measured with it, is made once for all tests: a second for each network."""
    folder = tmp_path_factory.mktemp("kernels")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "cache_folder", lambda: folder)
        yield


@pytest.fixture(autouse=True, scope="session")
def ctrl_c():
    """Ctrl-C reaches the programs that tests start, though the shell's `&` has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
