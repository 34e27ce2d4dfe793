import pytest

from support.eventually import eventually
from support.pipeline.fakes import FakeSink, Worker, make_rendered
from support.pipeline.gate import Gate
from yolocam.pipeline.channel import WhenFull
from yolocam.pipeline.sink_runner import SinkRunner

pytestmark = pytest.mark.usefixtures("no_thread_left")


def test_everything_offered_is_written_before_the_sink_is_closed():
    gate = Gate(closed=True)
    sink = FakeSink(gate=gate)
    runner = SinkRunner(sink, name="s")
    for index in range(4):
        runner.offer(make_rendered(index))
    finishing = Worker(runner.finish)
    assert finishing.stays_busy()
    gate.open()
    finishing.join()
    assert sink.indices == [0, 1, 2, 3]
    assert sink.closed == 1
    runner.finish()
    assert sink.closed == 1


def test_a_sink_that_must_have_all_makes_the_others_wait():
    gate = Gate(closed=True)
    sink = FakeSink(gate=gate)
    runner = SinkRunner(sink, name="s", capacity=1)
    offering = Worker(lambda: [runner.offer(make_rendered(i)) for i in range(5)])
    assert offering.stays_busy()
    gate.open()
    offering.join()
    runner.finish()
    assert sink.indices == [0, 1, 2, 3, 4]
    assert runner.dropped == 0


def test_a_sink_that_is_too_slow_loses_the_oldest_and_counts_them():
    gate, lost = Gate(closed=True), []
    sink = FakeSink(gate=gate)
    runner = SinkRunner(
        sink,
        name="s",
        capacity=2,
        when_full=WhenFull.DROP_OLDEST,
        on_drop=lambda r: lost.append(r.frame.index),
    )
    runner.offer(make_rendered(0))
    gate.wait_reached()
    for index in range(1, 6):
        runner.offer(make_rendered(index))
    gate.open()
    runner.finish()
    assert sink.indices == [0, 4, 5]
    assert lost == [1, 2, 3]
    assert runner.dropped == 3


@pytest.mark.parametrize("fault_at", [0, 2])
def test_a_failing_sink_is_closed_told_once_and_takes_nothing_more(fault_at):
    failed = []
    sink = FakeSink(fault_at=fault_at, wants_image=True)
    runner = SinkRunner(sink, name="s", capacity=1, on_failed=failed.append)
    assert runner.wants_image
    for index in range(10):
        Worker(runner.offer, make_rendered(index)).join()
    runner.finish()
    assert sink.indices == list(range(fault_at))
    assert sink.closed == 1
    assert failed == [runner]
    assert isinstance(runner.error, OSError)
    assert not runner.wants_image


def test_a_failure_frees_whoever_waits_for_room():
    gate = Gate(closed=True)
    runner = SinkRunner(FakeSink(gate=gate, fault_at=0), name="s", capacity=1)
    offering = Worker(lambda: [runner.offer(make_rendered(i)) for i in range(5)])
    assert offering.stays_busy()
    gate.let()
    offering.join()
    runner.finish()


def test_finishing_frees_whoever_waits_for_room():
    gate = Gate(closed=True)
    sink = FakeSink(gate=gate)
    runner = SinkRunner(sink, name="s", capacity=1)
    offering = Worker(lambda: [runner.offer(make_rendered(i)) for i in range(5)])
    assert offering.stays_busy()
    finishing = Worker(runner.finish)
    offering.join()
    gate.open()
    finishing.join()
    assert sink.indices == [0, 1]


@pytest.mark.parametrize("fault_at", [None, 1])
def test_a_close_that_fails_is_a_failure_but_not_the_first(fault_at):
    failed = []
    sink = FakeSink(fault_at=fault_at, close_error=RuntimeError("no trailer"))
    runner = SinkRunner(sink, name="s", on_failed=failed.append)
    runner.offer(make_rendered(0))
    runner.offer(make_rendered(1))
    runner.finish()
    assert failed == [runner]
    assert str(runner.error) == ("no trailer" if fault_at is None else "disk full")


def test_a_sink_may_be_finished_by_what_hears_of_its_failure():
    sink = FakeSink(fault_at=0)
    runner = SinkRunner(sink, name="s", on_failed=SinkRunner.finish)
    runner.offer(make_rendered())
    runner.finish()
    assert sink.closed == 1


def test_finish_from_several_threads():
    sink = FakeSink()
    runner = SinkRunner(sink, name="s")
    for finishing in [Worker(runner.finish) for _ in range(4)]:
        finishing.join()
    assert sink.closed == 1


def test_a_new_policy_counts_at_once():
    gate = Gate(closed=True)
    sink = FakeSink(gate=gate)
    runner = SinkRunner(sink, name="s", capacity=1)
    offering = Worker(lambda: [runner.offer(make_rendered(i)) for i in range(5)])
    assert offering.stays_busy()
    runner.set_policy(1, WhenFull.DROP_OLDEST)
    offering.join()
    gate.open()
    runner.finish()
    assert sink.indices[-1] == 4


def test_writing_is_timed():
    times = []
    runner = SinkRunner(FakeSink(), name="s", on_time=lambda stage, ns: times.append((stage, ns >= 0)))
    runner.offer(make_rendered())
    runner.finish()
    assert times == [("write", True)]


def test_the_thread_is_named_after_the_sink():
    runner = SinkRunner(FakeSink(), name="recorder")
    assert runner._thread.name == "sink recorder"
    runner.finish()
    eventually(lambda: not runner._thread.is_alive())
