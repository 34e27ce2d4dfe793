import json
import random
import threading
import time
from fractions import Fraction

import numpy as np
import pytest

from support.pipeline.fakes import Worker, make_info
from yolocam.pipeline import stats as stats_module
from yolocam.pipeline.stats import WINDOW, Stats


class TickingClock:
    def __init__(self, monkeypatch):
        self.now = 5_000_000_000
        monkeypatch.setattr(stats_module, "time", self)

    def monotonic_ns(self):
        return self.now

    def tick(self, ns):
        self.now += ns


@pytest.fixture
def clock(monkeypatch):
    return TickingClock(monkeypatch)


def test_every_frame_is_somewhere():
    stats = Stats()
    for _ in range(10):
        stats.captured()
    for _ in range(4):
        stats.inferred()
    stats.drop("capture")
    stats.drop("record")
    stats.recorded()
    figures = stats.snapshot()
    assert (figures.captured, figures.inferred, figures.recorded, figures.in_flight) == (10, 4, 1, 5)
    assert figures.dropped == {"capture": 1, "display": 0, "record": 1}


def test_rate_is_that_of_the_last_two_seconds(clock):
    stats = Stats()
    for _ in range(100):
        clock.tick(100_000_000)
        stats.inferred()
    for _ in range(60):
        clock.tick(50_000_000)
        stats.inferred()
    assert stats.rate("inference") == pytest.approx(20)
    assert stats.snapshot().means["inference"] == pytest.approx(159 / 12.9)
    clock.tick(3_000_000_000)
    assert stats.rate("inference") == 0


@pytest.mark.parametrize("count", [0, 1])
def test_no_rate_without_two_frames(count):
    stats = Stats()
    for _ in range(count):
        stats.captured()
    figures = stats.snapshot()
    assert figures.rates == figures.means == {"capture": 0, "inference": 0, "display": 0}


def test_two_frames_at_the_same_instant_are_no_division_by_zero(clock):
    stats = Stats()
    stats.captured()
    stats.captured()
    assert stats.snapshot().means["capture"] == 0
    assert stats.rate("capture") > 0


def test_spread_of_a_stage(clock):
    stats, chance = Stats(), random.Random(1)
    values = [chance.randint(1_000_000, 90_000_000) for _ in range(500)]
    for value in values:
        clock.tick(10_000_000)
        stats.add_time("infer", value)
    spread = stats.snapshot().stages["infer"]
    assert spread.count == 500
    assert spread.total_ms == pytest.approx(sum(values) / 1e6)
    assert spread.p50 == pytest.approx(np.median(values) / 1e6)
    assert spread.p95 == pytest.approx(np.quantile(values, 0.95) / 1e6)
    assert spread.max == pytest.approx(max(values) / 1e6)
    assert spread.recent == pytest.approx(np.mean(values[-50:]) / 1e6)
    clock.tick(10_000_000_000)
    assert stats.snapshot().stages["infer"].recent == pytest.approx(values[-1] / 1e6)


def test_memory_is_bounded_but_nothing_is_forgotten_in_the_totals(clock):
    stats = Stats()
    stats.add_time("draw", 99_000_000)
    for _ in range(WINDOW):
        stats.add_time("draw", 1_000_000)
    spread = stats.snapshot().stages["draw"]
    assert (spread.count, spread.max, spread.p95) == (WINDOW + 1, 99.0, 1.0)


def test_latency_runs_from_capture_to_paint(clock):
    stats = Stats()
    captured_ns = clock.now
    clock.tick(42_000_000)
    stats.displayed(captured_ns)
    figures = stats.snapshot()
    assert figures.displayed == 1
    assert figures.stages["latency"].max == 42.0


def test_json_of_the_figures():
    stats = Stats()
    stats.captured()
    stats.add_time("infer", 7_000_000)
    info = make_info(fps=Fraction(30000, 1001), frame_count=3)
    report = json.loads(json.dumps(stats.snapshot().to_json(info)))
    assert report["frames"]["captured"] == report["frames"]["in_flight"] == 1
    assert set(report["frames"]["dropped"]) == {"capture", "display", "record"}
    assert report["infer_ms"] == {"p50": 7.0, "p95": 7.0}
    assert report["latency_ms"] == {"p50": 0.0, "p95": 0.0, "max": 0.0}
    assert report["source"]["name"] == "fake"
    assert stats.snapshot().to_json(None)["source"] == {}


@pytest.mark.usefixtures("no_thread_left")
def test_the_sum_is_right_at_every_moment():
    stats, stop, wrong = Stats(), threading.Event(), []

    def flow(seed):
        chance = random.Random(seed)
        while not stop.is_set():
            stats.captured()
            stats.inferred() if chance.random() < 0.7 else stats.drop("capture")

    def watch():
        figures = [stats.snapshot().in_flight for _ in range(300)]
        wrong.extend(n for n in figures if not 0 <= n <= 3)
        stop.set()

    workers = [Worker(flow, seed) for seed in range(3)] + [Worker(watch)]
    for worker in workers:
        worker.join()
    assert not wrong
    assert stats.snapshot().in_flight == 0


def test_elapsed_time_runs_from_the_beginning():
    before = time.monotonic_ns()
    stats = Stats()
    assert 0 <= stats.snapshot().elapsed_s <= (time.monotonic_ns() - before) / 1e9
