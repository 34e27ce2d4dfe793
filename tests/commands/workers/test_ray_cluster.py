"""`--cluster`: four nodes of Ray's own test cluster, one worker of which is killed with -9."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import psutil
import pytest

from yolocam.cli import main

pytest.importorskip("ray", reason="ray is not installed: pip install 'yolocam[cluster]'")

pytestmark = [pytest.mark.slow, pytest.mark.torch, pytest.mark.timeout(600)]
NODES = 4


@pytest.fixture(scope="module")
def cluster():
    """A head and three more nodes, each with one processor."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    for _ in range(NODES - 1):
        made.add_node(num_cpus=1, include_dashboard=False)
    yield made
    made.shutdown()


def records(folder: str) -> list[dict]:
    log = Path(folder, "manifest.jsonl")
    lines = log.read_text().splitlines() if log.exists() else []
    return [json.loads(line) for line in lines if line.endswith("}")]


def files(folder: str) -> dict[str, bytes]:
    paths = [path for path in Path(folder).rglob("*") if path.is_file()]
    own = ("manifest.jsonl", ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.name not in own}


def kill_one_at_work(folder: str) -> None:
    """Kill the process that is first seen to write the results of a unit; their name holds its number."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        for draft in Path(folder, ".parts").glob("*.tmp"):
            number = int(draft.name.split(".")[-2])
            if psutil.pid_exists(number):
                os.kill(number, signal.SIGKILL)
                return
        time.sleep(0.01)


def test_four_nodes_write_what_one_process_writes_though_one_is_killed(cluster, archive, flags, capsys):
    source = str(archive / "in")
    wanted = (*flags, "--save-txt")
    main(["detect", source, "--output", "one", "--save-json", "one/found.jsonl", *wanted])
    capsys.readouterr()
    killer = threading.Thread(target=kill_one_at_work, args=("out",))
    killer.start()
    command = ["detect", source, "--output", "out", "--save-json", "out/found.jsonl", *wanted]
    status = main([*command, "--cluster", cluster.address])
    killer.join()
    told = capsys.readouterr()
    assert status == 2 and "which is done again" in told.err, told.err
    assert f"by {NODES} workers" in told.out
    assert files("out") == files("one")
    done = [one["key"] for one in records("out") if one.get("state") == "done"]
    assert len(done) == len(set(done)) == 7


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere"])
def test_a_cluster_that_is_not_there_is_told_in_a_sentence(archive, flags, capsys, address):
    command = ["detect", str(archive / "in"), "--output", "out", "--no-save", *flags]
    assert main([*command, "--cluster", address]) == 2
    told = capsys.readouterr().err
    assert f"no Ray cluster answers at {address}" in told and "Traceback" not in told
