"""A GPU that fails for good: every frame is answered, by another engine, and the reason is kept."""

import numpy as np
import pytest
import torch

from yolocam.frame import Timing
from yolocam.letterbox import placement
from yolocam.model.engines.engine import EngineStatus
from yolocam.model.engines.failover import failover as standby_module
from yolocam.model.engines.failover.device_lost import is_device_lost
from yolocam.model.engines.failover.failover import STEADY_S, FailoverEngine
from yolocam.model.engines.failover.worker_engine import WorkerLost
from yolocam.model.postprocess.rows import Thresholds

LOST = "CUDA error: an illegal memory access was encountered\nCUDA kernel errors might be reported later"
PLACES = [placement((64, 64), (64, 64), "letterbox")]
IMAGE = np.zeros((64, 64, 3), np.uint8)


class Engine:
    """Answers with its own number; `fails_in` names the call that fails from then on."""

    slots = 2
    status = EngineStatus("RTX 1", "fp16")

    def __init__(self, number, fails_in="", message=LOST):
        self.number = number
        self.fails_in = fails_in
        self.message = message
        self.closed = False

    def _call(self, name):
        if name == self.fails_in:
            raise RuntimeError(self.message)

    def submit(self, images, places, limits):
        self._call("submit")
        return self

    def result(self):
        self._call("result")
        return np.full((1, 8), self.number, np.float32), Timing()

    def warm(self, image, place, limits):
        self._call("warm")

    def close(self):
        self.closed = True


def answer(engine):
    rows, _ = engine.submit([IMAGE], PLACES, Thresholds()).result()
    return int(rows[0, 0])


@pytest.mark.parametrize("call", ["submit", "result", "warm"])
def test_the_other_engine_takes_over(call):
    first, second = Engine(1), Engine(2)
    standby = FailoverEngine(first, "RTX 1", lambda: second, None)
    assert answer(standby) == 1
    assert standby.loss is None
    first.fails_in = call
    if call == "warm":
        standby.warm(IMAGE, PLACES[0], Thresholds())
    assert [answer(standby), answer(standby)] == [2, 2]
    assert standby.loss == (
        "RTX 1 has failed (CUDA error: an illegal memory access was encountered): "
        "the network runs on the CPU until yolocam is started again"
    )
    standby.close()
    assert second.closed
    assert not first.closed


def test_batches_under_way_are_all_done_again_by_one_engine():
    first = Engine(1)
    made = []
    standby = FailoverEngine(first, "RTX 1", lambda: made.append(Engine(2)) or made[-1], None)
    pending = [standby.submit([IMAGE], PLACES, Thresholds()) for _ in range(2)]
    first.fails_in = "result"
    assert [int(p.result()[0][0, 0]) for p in pending] == [2, 2]
    assert len(made) == 1


@pytest.mark.parametrize("call", ["submit", "result"])
def test_a_new_process_that_fails_at_once_loses_no_frame(call):
    standby = FailoverEngine(Engine(1, call), "RTX 1", lambda: Engine(9), lambda: Engine(2, call))
    assert answer(standby) == 9
    assert standby.loss.startswith("RTX 1 has failed 2 times, lastly (CUDA error")


OTHERS = [
    "shapes do not fit",
    "CUDA error: operation not permitted when stream is capturing",
    "CUDA error: operation failed due to a previous error during capture",
]


@pytest.mark.parametrize("message", OTHERS)
def test_other_failures_are_not_taken_for_that(message):
    standby = FailoverEngine(Engine(1, "result", message), "RTX 1", lambda: Engine(2), lambda: Engine(3))
    with pytest.raises(RuntimeError, match=message[:10]):
        answer(standby)
    assert standby.loss is None


def test_a_spare_that_fails_is_not_replaced():
    standby = FailoverEngine(Engine(1, "result"), "RTX 1", lambda: Engine(2, "result"), None)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="CUDA error"):
            answer(standby)


class Clock:
    """The time in seconds, as `time` has it."""

    def __init__(self):
        self.now = 1000.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(standby_module, "time", made)
    return made


def test_the_device_is_taken_up_again_as_long_as_it_works_for_a_while(clock):
    made = []
    standby = FailoverEngine(
        Engine(1, "result"),
        "RTX 1",
        lambda: Engine(9),
        lambda: made.append(Engine(len(made) + 2)) or made[-1],
    )
    assert answer(standby) == 2
    assert standby.loss.endswith("encountered): the network runs in a process of its own")
    for number in (3, 4):
        clock.now += STEADY_S + 1
        made[-1].fails_in, made[-1].message = "result", "it has ended"
        with pytest.raises(RuntimeError, match="it has ended"):
            answer(standby)
        made[-1].message = LOST
        assert answer(standby) == number
        assert made[-2].closed
    assert standby.loss.startswith("RTX 1 has failed 3 times, lastly (CUDA error")
    clock.now += STEADY_S - 1
    made[-1].fails_in = "result"
    assert answer(standby) == 9
    assert standby.loss.endswith("the network runs on the CPU until yolocam is started again")


@pytest.mark.parametrize("error", [WorkerLost("no GPU"), OSError("no process"), MemoryError()])
def test_a_device_that_cannot_be_taken_up_again(error):
    def fails():
        raise error

    standby = FailoverEngine(Engine(1, "submit"), "RTX 1", lambda: Engine(9), fails)
    assert answer(standby) == 9
    assert standby.loss.endswith("the network runs on the CPU until yolocam is started again")


def test_says_what_runs_now_and_why_that_is_slower():
    first, second = Engine(1), Engine(2)
    first.status = EngineStatus("RTX 1", "fp16", refusal="no graphs here")
    standby = FailoverEngine(first, "RTX 1", lambda: second, None)
    assert (standby.engine, standby.status) == (first, first.status)
    first.fails_in = "submit"
    assert answer(standby) == 2
    assert (standby.engine, standby.status.refusal) == (second, standby.loss)


def test_what_counts_as_lost():
    assert is_device_lost(RuntimeError(LOST))
    assert is_device_lost(WorkerLost("the process has ended"))
    assert not is_device_lost(torch.OutOfMemoryError("CUDA out of memory"))
    assert not is_device_lost(ValueError("CUDA error"))
    assert is_device_lost(RuntimeError("Triton Error [CUDA]: an illegal memory access was encountered"))
    assert is_device_lost(RuntimeError("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"))
    assert not is_device_lost(RuntimeError("Triton Error [CUDA]: out of memory"))
    assert not is_device_lost(RuntimeError("cuDNN error: CUDNN_STATUS_ARCH_MISMATCH"))
