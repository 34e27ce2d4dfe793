"""Times and rates, measured on a fake clock where the right answer is known."""

import numpy as np
import pytest

from support.fake_detector import ClockedDetector, FakeClock
from yolocam.bench.rates import Latency, network_times, throughput
from yolocam.settings import Settings

IMAGES = [np.zeros((4, 4, 3), np.uint8)] * 3


def rate(detector, clock, batch, seconds=0.1):
    return throughput(detector, IMAGES, Settings(), batch, seconds=seconds, clock=clock)


@pytest.mark.parametrize("slots", [1, 2, 3])
@pytest.mark.parametrize("batch", [1, 4, 7])
def test_throughput_counts_pictures(slots, batch):
    clock = FakeClock()
    detector = ClockedDetector(clock, slots=slots)
    expected = batch * 1e9 / (1_000_000 + batch * 500_000)
    assert rate(detector, clock, batch) == pytest.approx(expected, rel=1e-6)
    assert detector.most_under_way == slots and detector.under_way == 0
    assert set(detector.batches) == {batch}


def test_throughput_leaves_the_first_batches_out():
    clock = FakeClock()
    slow_start = ClockedDetector(clock, slots=2, hiccups={0: 10**10, 1: 10**9})
    assert rate(slow_start, clock, 1) == pytest.approx(1e9 / 1_500_000, rel=1e-6)


def test_throughput_does_not_mind_a_disturbance():
    clock = FakeClock()
    disturbed = ClockedDetector(clock, hiccups={12: 30_000_000, 25: 10_000_000})
    assert rate(disturbed, clock, 1) == pytest.approx(1e9 / 1_500_000, rel=1e-6)


def test_throughput_of_three_streams_that_end_together():
    clock = FakeClock()
    together = dict.fromkeys(range(0, 1000, 3), 10_000_000)
    detector = ClockedDetector(clock, call_ns=0, each_ns=0, slots=4, hiccups=together)
    assert rate(detector, clock, 4) == pytest.approx(3 * 4 * 1e9 / 10_000_000, rel=1e-6)


def test_throughput_of_a_slow_network_takes_a_few_batches_only():
    clock = FakeClock()
    slow = ClockedDetector(clock, call_ns=60 * 10**9, slots=2)
    rate(slow, clock, 1)
    assert slow.done <= 7


def test_network_times_are_those_of_the_whole_batch():
    clock = FakeClock()
    detector = ClockedDetector(clock, hiccups={0: 10**10, 1: 10**10})
    times = network_times(detector, IMAGES, Settings(), seconds=0.05, warmup_s=0.01, clock=clock)
    assert times.whole.median == pytest.approx(2.5)
    assert times.network.median == pytest.approx(2.0, rel=1e-5)
    assert times.prepare.median == times.postprocess.median == pytest.approx(0.25, rel=1e-5)
    assert times.whole.p95 == pytest.approx(2.5)  # what happened while warming up does not count
    assert times.whole.count == 20


def test_spread():
    spread = Latency.of([1_000_000, 2_000_000, 9_000_000])
    assert (spread.median, spread.least, spread.count) == (2.0, 1.0, 3)
    assert spread.p95 == pytest.approx(np.percentile([1, 2, 9], 95))
