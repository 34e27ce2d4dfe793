"""The search for a batch size, against machines whose true curves are known."""

import itertools
import random

import pytest

from yolocam.bench.tuner import KNEE, LARGEST, Trial, find_batch, fitting
from yolocam.errors import OutOfMemoryError

MB = 1 << 20


class FakeMachine:
    """Takes `each_ms` per picture and `call_ms` per batch; memory grows by `picture_mb`."""

    def __init__(self, call_ms=5.0, each_ms=2.0, idle_mb=50, picture_mb=20, room_mb=10**6, noise=None):
        self.call_ms, self.each_ms = call_ms, each_ms
        self.idle_mb, self.picture_mb, self.room_mb = idle_mb, picture_mb, room_mb
        self.noise = noise or (lambda: 1.0)
        self.asked: list[int] = []
        self.most = 0

    def rate(self, batch: int) -> float:
        return batch * 1e3 / (self.call_ms + batch * self.each_ms)

    def memory(self, batch: int) -> int:
        return (self.idle_mb + batch * self.picture_mb) * MB

    def __call__(self, batch: int) -> Trial:
        self.asked.append(batch)
        if self.memory(batch) > self.room_mb * MB:
            raise OutOfMemoryError("full")
        self.most = max(self.most, self.memory(batch))
        return Trial(batch, self.rate(batch) * self.noise(), self.memory(batch))


@pytest.mark.parametrize("call_ms", [0.0, 0.05, 0.5, 2.0, 5.0, 20.0, 100.0])
@pytest.mark.parametrize("each_ms", [0.1, 2.0, 30.0])
def test_takes_a_batch_within_five_percent_of_the_best_measured(call_ms, each_ms):
    machine = FakeMachine(call_ms, each_ms)
    found = find_batch(machine, limit=10**15)
    best = max(machine.rate(trial.batch) for trial in found.trials)
    assert machine.rate(found.batch) >= 0.95 * best
    assert found.chosen.batch == found.batch


def test_ends_at_the_knee_and_not_long_after_it():
    machine = FakeMachine(call_ms=0.5, each_ms=2.0)  # a doubling gains 11 %, 6 %, 3 %, 1.5 %
    found = find_batch(machine, limit=10**15)
    assert found.reason == "knee"
    assert max(machine.asked) == 16


def test_a_small_batch_wins_where_larger_ones_gain_nothing():
    assert find_batch(FakeMachine(call_ms=0.0), limit=10**15).batch == 1


def test_larger_batches_that_lose_are_not_taken():
    rates = {1: 100.0, 2: 130.0, 4: 90.0, 8: 80.0}
    found = find_batch(lambda batch: Trial(batch, rates[batch], batch), limit=10**9)
    assert (found.batch, found.reason) == (2, "knee")


@pytest.mark.parametrize("limit_mb", [60, 100, 200, 777, 1500])
@pytest.mark.parametrize(("idle_mb", "picture_mb"), [(0, 30), (50, 20), (400, 1)])
def test_never_takes_more_memory_than_the_limit(limit_mb, idle_mb, picture_mb):
    """The first picture has to be tried; from then on nothing may be above the limit."""
    machine = FakeMachine(call_ms=500, idle_mb=idle_mb, picture_mb=picture_mb)
    found = find_batch(machine, limit=limit_mb * MB)
    assert machine.most <= max(limit_mb * MB, machine.memory(1))
    assert found.reason == "memory" or max(machine.asked) == LARGEST


def test_a_batch_that_does_not_fit_after_all_ends_the_search():
    found = find_batch(FakeMachine(call_ms=500, room_mb=100), limit=10**15)
    assert (found.reason, found.batch) == ("memory", 2)


def test_not_even_one_picture():
    with pytest.raises(OutOfMemoryError):
        find_batch(FakeMachine(room_mb=10), limit=10**15)


def test_no_larger_than_asked_for():
    machine = FakeMachine(call_ms=500)
    found = find_batch(machine, limit=10**15, largest=6)
    assert (found.reason, max(machine.asked)) == ("largest", 4)


def test_one_disturbed_measurement_does_not_end_the_search():
    for disturbed in range(2, 10):
        turn = itertools.count(1)
        machine = FakeMachine(
            call_ms=20, noise=lambda turn=turn, at=disturbed: 0.3 if next(turn) == at else 1.0
        )
        found = find_batch(machine, limit=10**15)
        best = max(machine.rate(batch) for batch in (1, 2, 4, 8, 16, 32, 64))
        assert machine.rate(found.batch) >= best / (1 + KNEE) ** 2


def test_noise_costs_little():
    worst = 1.0
    for seed in range(200):
        random_of = random.Random(seed)
        machine = FakeMachine(noise=lambda r=random_of: 1 - 0.04 * r.random())
        found = find_batch(machine, limit=10**15)
        best = max(machine.rate(trial.batch) for trial in found.trials)
        worst = min(worst, machine.rate(found.batch) / best)
    assert worst > 0.90


def test_fitting_halves_until_it_fits():
    assert fitting(16, 100, 10_000) == 16
    assert fitting(16, 100, 1_000) == 8
    assert fitting(16, 100, 10) == 1
