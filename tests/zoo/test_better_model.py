"""The offer of a better network: the most accurate that runs live, or none."""

from dataclasses import replace

import pytest

from yolocam.zoo.better_model import AROUND_MS, LIVE_FPS, better_model, expected_fps
from yolocam.zoo.entry import Figures
from yolocam.zoo.library import Library

ROOM_MS = 1000 / LIVE_FPS - AROUND_MS


@pytest.fixture
def entries(tmp_path):
    """Four networks of 1, 10, 20 and 40 GFLOPs, each better than the one before, and one of a user's own."""
    some = Library(tmp_path).entry("yolov3")
    made = [
        replace(some, name=name, figures=Figures(416, ap50, gflops))
        for name, ap50, gflops in (("a", 30, 1), ("b", 40, 10), ("c", 50, 20), ("d", 60, 40))
    ]
    return [*made, replace(some, name="own", own=True, figures=None)]


@pytest.mark.parametrize(
    ("current", "gflops_in_time", "offered"),
    [
        *(("a", 45, "d"), ("a", 39, "c"), ("a", 15, "b"), ("a", 9, None), ("c", 25, None), ("c", 41, "d")),
        *((name, 1000, None) for name in ("d", "own", "gone")),
    ],
)
def test_the_most_accurate_that_runs_live(entries, current, gflops_in_time, offered):
    """`gflops_in_time` is what the machine computes in the time that one frame leaves to the network."""
    rate = gflops_in_time / ROOM_MS * 1e3
    better = better_model(entries, current, lambda entry: expected_fps(entry, rate))
    assert (better.entry.name if better else None) == offered
    if better:
        assert better.fps >= LIVE_FPS


def test_the_rate_follows_the_work(entries):
    assert expected_fps(entries[1], 100) == pytest.approx(1000 / (100 + AROUND_MS))
    assert expected_fps(entries[4], 100) is None
