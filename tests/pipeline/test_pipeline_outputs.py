"""Sinks join, leave, fail and lag behind without harm to one another."""

import pytest

from support.eventually import eventually
from support.pipeline.fakes import FakeSink, FakeSource
from support.pipeline.gate import Gate
from support.pipeline.pipelines import end_of, make_pipeline
from yolocam.pipeline.attached_outputs import Outputs
from yolocam.pipeline.channel import WhenFull
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")


def test_a_failing_sink_can_leave_the_others_alone():
    pipeline = make_pipeline(FakeSource(40), sink_failure="detach")
    bad, good = FakeSink(fault_at=3), FakeSink()
    runner = pipeline.outputs.attach(bad, name="bad")
    pipeline.outputs.attach(good, name="good")
    pipeline.start()
    assert end_of(pipeline)
    assert good.indices == list(range(40))
    assert (bad.indices, bad.closed) == ([0, 1, 2], 1)
    assert isinstance(runner.error, OSError)


def test_a_sink_that_was_too_slow_counts_what_it_lost_but_no_repeats():
    gate, store = Gate(closed=True), SettingsStore()
    sink, quick = FakeSink(gate=gate), FakeSink()
    pipeline = make_pipeline(FakeSource(1), store=store, at_end="hold")
    pipeline.outputs.attach(sink, name="s", capacity=1, when_full=WhenFull.DROP_OLDEST)
    pipeline.outputs.attach(quick, name="quick")
    pipeline.start()
    gate.wait_reached()
    for number in range(2, 6):
        store.update(confidence=number / 10)
        eventually(lambda number=number: len(quick.items) == number)
    assert pipeline.stats.snapshot().dropped["record"] == 0
    gate.open()
    pipeline.stop()
    assert end_of(pipeline)


def test_sinks_join_while_frames_flow():
    gate = Gate(closed=True)
    pipeline = make_pipeline(FakeSource(30, gate=gate))
    first, second = FakeSink(), FakeSink()
    pipeline.outputs.attach(first, name="first")
    pipeline.start()
    gate.let(10)
    eventually(lambda: len(first.items) == 10)
    pipeline.outputs.attach(second, name="second")
    gate.open()
    assert end_of(pipeline)
    assert len(first.items) == 30
    assert second.indices == list(range(10, 30))
    assert second.closed == 1
    late = FakeSink()
    pipeline.outputs.attach(late, name="late")
    assert late.closed == 1


def test_an_output_of_the_session_lives_on():
    sink = FakeSink()
    session = Outputs("session", stats=lambda: None, failed=lambda output: None)
    for number in range(2):
        pipeline = make_pipeline(FakeSource(10), session_outputs=session)
        if number == 0:
            output = pipeline.outputs.attach(sink, lifetime="session")
        pipeline.start()
        assert end_of(pipeline)
        eventually(lambda: len(sink.items) % 10 == 0)
        assert sink.closed == 0
    session.detach(output).join(60)
    assert sink.indices == [*range(10), *range(10)]
    assert sink.closed == 1


@pytest.mark.parametrize("delivery", ["queued", "direct"])
def test_a_detached_sink_is_finished_and_gets_nothing_more(delivery):
    gate = Gate(closed=True)
    sink, other = FakeSink(), FakeSink()
    pipeline = make_pipeline(FakeSource(10, gate=gate))
    output = pipeline.outputs.attach(sink, delivery=delivery)
    pipeline.outputs.attach(other)
    pipeline.start()
    gate.let(4)
    eventually(lambda: len(other.items) == 4)
    pipeline.outputs.detach(output).join(60)
    assert sink.closed == 1
    gate.open()
    assert end_of(pipeline)
    assert sink.indices == [0, 1, 2, 3]
    assert sink.closed == 1


def test_without_a_session_nothing_lives_as_long_as_one():
    with pytest.raises(ValueError, match="the table cannot live as long as the session, for there is none"):
        make_pipeline().outputs.attach(FakeSink(), name="the table", lifetime="session")


class Listener(FakeSink):
    """Notes of which sources it was told, and how many frames it had by then."""

    def __init__(self):
        super().__init__()
        self.told = []

    def source_opened(self, info):
        self.told.append((info.name, len(self.items)))


def test_who_joins_in_the_middle_of_a_source_is_told_of_it_first():
    gate = Gate(closed=True)
    pipeline = make_pipeline(FakeSource(30, gate=gate))
    session = Outputs("session", stats=lambda: pipeline.stats, failed=lambda output: None)
    early, late = Listener(), Listener()
    session.attach(early, lifetime="session", delivery="direct")
    assert early.told == []
    session.follow(pipeline.source.info)
    session.attach(late, lifetime="session", delivery="direct")
    assert early.told == late.told == [(pipeline.source.info.name, 0)]
    gate.open()
    pipeline.start()
    assert end_of(pipeline)
