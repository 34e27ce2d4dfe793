"""How a cluster's resources are dealt out, and what is said where there is no cluster."""

import pytest

from yolocam.cli import main
from yolocam.commands.detect.workers import ray_cluster
from yolocam.commands.detect.workers.ray_cluster import Shares, shares
from yolocam.errors import DeviceError
from yolocam.registry import Need


def node(cpus: float, gpus: float = 0, alive: bool = True) -> dict:
    return {"Alive": alive, "Resources": {"CPU": cpus, "memory": 1e9, **({"GPU": gpus} if gpus else {})}}


@pytest.mark.parametrize(
    ("nodes", "workers", "expected"),
    [
        ([node(8)], None, Shares(4, 2, 0.0)),
        ([node(1), node(1), node(1), node(1)], None, Shares(4, 1, 0.0)),
        ([node(16, 2), node(16, 2)], None, Shares(4, 8, 1.0)),
        ([node(32, 2)], 8, Shares(8, 4, 0.25)),
        ([node(16, 4)], 2, Shares(2, 8, 1.0)),
        ([node(1), node(7)], 2, Shares(2, 3, 0.0)),
        ([node(4), node(4)], 3, Shares(3, 2, 0.0)),
        ([node(4), node(4, alive=False)], None, Shares(2, 2, 0.0)),
    ],
)
def test_every_worker_finds_room(nodes, workers, expected):
    assert shares(nodes, workers, with_gpus=True) == expected


def test_gpus_are_left_to_others_where_the_processor_was_asked_for():
    assert shares([node(4, 2)], None, with_gpus=False) == Shares(2, 2, 0.0)


@pytest.mark.parametrize(("nodes", "workers"), [([], None), ([node(0)], None), ([node(2)], 3)])
def test_a_cluster_that_is_too_small_says_so(nodes, workers):
    with pytest.raises(DeviceError, match="Ray cluster has"):
        shares(nodes, workers, with_gpus=True)


def test_without_ray_a_sentence_says_what_to_install(archive, monkeypatch, capsys):
    monkeypatch.setattr(ray_cluster, "NEED", Need("no_ray_here", "yolocam[cluster]"))
    command = ["detect", str(archive / "in"), "--output", "out", "--no-save", "--cluster", "auto"]
    assert main(command) == 2
    told = capsys.readouterr().err.splitlines()
    assert told == ["yolocam: --cluster needs no_ray_here: pip install 'yolocam[cluster]'"]
