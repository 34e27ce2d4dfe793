"""A GPU that works and cannot do it: filled by another program, unfit for the network, or just woken."""

import numpy as np
import pytest
import torch

from yolocam.frame import Timing
from yolocam.letterbox import placement
from yolocam.model.engines.engine import EngineStatus
from yolocam.model.engines.failover import failover as failover_module
from yolocam.model.engines.failover.failover import STEADY_S, WAKING_TRIES, FailoverEngine
from yolocam.model.engines.failover.worker_engine import WorkerLost
from yolocam.model.postprocess.rows import Thresholds

LOST = "CUDA error: unspecified launch failure"
FULL = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
PLACE = placement((64, 64), (64, 64), "letterbox")
IMAGE = np.zeros((64, 64, 3), np.uint8)


class Engine:
    """Answers with its own number, or with an error as long as it has one."""

    slots = 2
    status = EngineStatus("RTX 1", "fp16")

    def __init__(self, number, error=None):
        self.number, self.error, self.closed = number, error, False

    def submit(self, images, places, limits):
        return self

    def result(self):
        if self.error is not None:
            raise self.error
        return np.full((1, 8), self.number, np.float32), Timing()

    def warm(self, image, place, limits):
        self.result()

    def close(self):
        self.closed = True


def answer(engine, images=1):
    rows, _ = engine.submit([IMAGE] * images, [PLACE] * images, Thresholds()).result()
    return int(rows[0, 0])


@pytest.mark.parametrize("error", [FULL, MemoryError("the other process has no memory")])
def test_a_card_that_another_program_filled_hands_a_single_image_to_the_cpu(error):
    first = Engine(1, error)
    engine = FailoverEngine(first, "RTX 1", lambda: Engine(9), lambda: Engine(2))
    assert answer(engine) == 9
    assert first.closed
    assert engine.loss == (
        f"RTX 1 has too little free memory for one image ({error}): "
        "the network runs on the CPU until yolocam is started again"
    )


def test_a_batch_that_does_not_fit_is_for_the_caller_to_halve():
    engine = FailoverEngine(Engine(1, FULL), "RTX 1", lambda: Engine(9), None)
    with pytest.raises(torch.OutOfMemoryError):
        answer(engine, images=2)
    assert engine.loss is None


def test_a_size_that_does_not_fit_is_refused_beside_the_one_that_is_served():
    engine = FailoverEngine(Engine(1, FULL), "RTX 1", lambda: Engine(9), None)
    with pytest.raises(torch.OutOfMemoryError):
        engine.warm(IMAGE, PLACE, Thresholds())
    assert engine.loss is None


@pytest.mark.parametrize(
    "error",
    ["cuDNN error: CUDNN_STATUS_ARCH_MISMATCH", "CUDA error: no kernel image is available for execution"],
)
def test_a_card_that_cannot_run_the_network_is_left_without_another_process(error):
    engine = FailoverEngine(Engine(1, RuntimeError(error)), "RTX 1", lambda: Engine(9), pytest.fail)
    assert answer(engine, images=2) == 9
    assert engine.loss.startswith(f"RTX 1 cannot run this network ({error}): the network runs on the CPU")


class Clock:
    """The time as it goes on, and as much of it as the computer slept."""

    def __init__(self, monkeypatch):
        self.now = self.slept = 1000.0
        self.waited = []
        monkeypatch.setattr(failover_module, "slept_s", lambda: self.slept)
        monkeypatch.setattr(failover_module, "time", self)

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.waited.append(seconds)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def test_each_sleep_may_cost_the_context_and_never_the_card(clock):
    """However soon after the last one: the clock of the program stands still while it sleeps."""
    made = [Engine(1, RuntimeError(LOST))]
    engine = FailoverEngine(
        made[0], "RTX 1", lambda: Engine(9), lambda: made.append(Engine(len(made) + 1)) or made[-1]
    )
    for number in (2, 3, 4):
        made[-1].error = RuntimeError(LOST)
        clock.slept += 3600
        clock.now += 5
        assert answer(engine) == number
    assert engine.loss.endswith("the network runs in a process of its own")
    made[-1].error = RuntimeError(LOST)
    clock.now += STEADY_S - 1
    assert answer(engine) == 9  # that was no sleep


def test_a_card_needs_a_moment_to_wake(clock):
    answers = [WorkerLost("no device"), WorkerLost("no device"), Engine(2)]

    def restart():
        found = answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    engine = FailoverEngine(Engine(1, RuntimeError(LOST)), "RTX 1", lambda: Engine(9), restart)
    clock.slept += 60
    assert answer(engine) == 2
    assert len(clock.waited) == 2


def test_a_card_that_does_not_wake_is_not_waited_for_for_ever(clock):
    tries = []

    def restart():
        tries.append(1)
        raise WorkerLost("no device")

    engine = FailoverEngine(Engine(1, RuntimeError(LOST)), "RTX 1", lambda: Engine(9), restart)
    clock.slept += 60
    assert answer(engine) == 9
    assert (len(tries), len(clock.waited)) == (WAKING_TRIES, WAKING_TRIES - 1)
