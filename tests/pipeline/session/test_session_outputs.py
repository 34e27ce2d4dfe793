"""Recordings go on from source to source, other outputs end with theirs."""

import pytest

from support.eventually import eventually
from support.pipeline.fakes import FakeSink, FakeSource
from support.pipeline.gate import Gate
from support.pipeline.session_rig import record
from yolocam.errors import SinkError
from yolocam.pipeline.notices import Notice

pytestmark = pytest.mark.usefixtures("no_thread_left")


def test_a_recording_goes_on_when_the_source_changes(rig):
    recorder = FakeSink()
    rig.open("a")
    output = record(rig, recorder)
    eventually(lambda: recorder.items)
    rig.open("b")
    eventually(lambda: recorder.items[-1].frame.source.name == "b")
    rig.session.close_source()
    assert recorder.closed == 0
    rig.open("c")
    eventually(lambda: recorder.items[-1].frame.source.name == "c")
    rig.session.outputs.detach(output).join(60)
    assert recorder.closed == 1
    assert rig.session.outputs.queued() == ()
    names = [item.frame.source.name for item in recorder.items]
    assert names == sorted(names)


def test_a_recording_before_the_first_frame_has_them_all(make_rig):
    rig, recorder = make_rig(exit_at_end=True), FakeSink()
    rig.sources["a"] = FakeSource(20, name="a")
    output = record(rig, recorder)
    rig.session.open("a")
    eventually(lambda: rig.session.pipeline is not None and rig.session.pipeline.ended)
    rig.session.outputs.detach(output).join(60)
    assert recorder.indices == list(range(20))


def test_several_outputs_at_once_do_not_know_each_other(rig):
    first, second = FakeSink(), FakeSink()
    rig.open("a")
    output = record(rig, first)
    record(rig, second)
    eventually(lambda: first.items and second.items)
    rig.session.outputs.detach(output).join(60)
    seen = len(second.items)
    eventually(lambda: len(second.items) > seen)
    assert (first.closed, second.closed) == (1, 0)


def test_an_output_of_the_source_ends_with_it(rig):
    rig.open("a")
    sink = FakeSink()
    rig.session.outputs.attach(sink)
    eventually(lambda: sink.items)
    rig.open("b")
    assert sink.closed == 1
    assert {item.frame.source.name for item in sink.items} == {"a"}
    rig.session.close_source()
    with pytest.raises(ValueError, match="cannot live as long as the source, for there is none"):
        rig.session.outputs.attach(FakeSink())


def test_a_failing_output_of_the_source_is_told_and_the_picture_goes_on(rig):
    rig.open("a")
    rig.session.outputs.attach(FakeSink(fault_at=2), name="saving the results")
    notices = []
    eventually(lambda: notices.extend(rig.session.take_notices()) or notices)
    assert notices == [
        Notice("error", "Saving the results stopped: disk full", matter="saving the results", of_place=True)
    ]
    seen = len(rig.display.items)
    eventually(lambda: len(rig.display.items) > seen)


def test_a_sink_that_begins_anew_hears_of_each_source_before_its_first_frame(rig):
    class Listener(FakeSink):
        def source_opened(self, info):
            self.opened = [
                *getattr(self, "opened", []),
                (info.name, {i.frame.source.name for i in self.items}),
            ]

    listener = Listener()
    rig.session.outputs.attach(listener, lifetime="session", delivery="direct")
    for address in ("a", "b"):
        rig.open(address)
        eventually(
            lambda address=address: listener.items[-1:] and listener.items[-1].frame.source.name == address
        )
    assert listener.opened == [("a", set()), ("b", {"a"})]


def test_a_recording_that_fails_is_told_and_the_picture_goes_on(rig):
    rig.open("a")
    output = record(rig, FakeSink(fault_at=2))
    eventually(lambda: output.ended)
    assert rig.session.outputs.queued() == ()
    assert rig.session.take_notices() == [
        Notice("error", "Recording stopped: disk full", matter="recording", of_place=True)
    ]
    seen = len(rig.display.items)
    eventually(lambda: len(rig.display.items) > seen)
    again = FakeSink()
    record(rig, again)
    eventually(lambda: again.items)


def test_a_recording_that_cannot_be_finished_is_told(rig):
    output = record(rig, FakeSink(close_error=SinkError("no trailer")))
    rig.session.outputs.detach(output).join(60)
    assert rig.session.take_notices() == [
        Notice("error", "Recording stopped: no trailer", matter="recording")
    ]


def test_a_slow_recording_of_a_camera_loses_frames_and_says_so(rig):
    gate = Gate(closed=True)
    rig.sources["cam"] = FakeSource(10**6, name="cam", live=True)
    rig.open("cam")
    output = record(rig, FakeSink(gate=gate))
    eventually(lambda: rig.session.pipeline.stats.snapshot().dropped["record"] > 5)
    eventually(lambda: output.dropped > 5)
    gate.open()


def test_a_slow_recording_of_a_file_loses_nothing(rig):
    gate, recorder = Gate(closed=True), None
    rig.sources["a"] = FakeSource(40, name="a", frame_ns=1000)
    recorder = FakeSink(gate=gate)
    record(rig, recorder)
    rig.session.open("a")
    for _ in range(40):
        gate.let()
    eventually(lambda: len(recorder.items) == 40)
    assert recorder.indices == list(range(40))
    gate.open()
