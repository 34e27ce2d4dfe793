"""What a person opens comes, waits, fails or is given up."""

import pytest

from support.eventually import eventually
from support.pipeline.fakes import FakeSource
from support.pipeline.gate import Gate
from support.pipeline.session_rig import fail_opening
from yolocam.errors import ModelError, SourceError
from yolocam.pipeline import session as session_module
from yolocam.pipeline.capture import PACED_CAPACITY
from yolocam.pipeline.notices import Notice

pytestmark = pytest.mark.usefixtures("no_thread_left")


def test_opening_returns_at_once_and_tells_what_it_does(rig):
    rig.gate.close()
    rig.session.open("a")
    state = rig.session.state
    assert (state.phase, state.address) == ("opening", "a")
    assert state.opened_ns > 0
    rig.gate.open()
    rig.running("a")
    assert rig.session.pipeline.source is rig.sources["a"]


def test_the_next_source_is_opened_after_the_last_was_closed(rig):
    for address in ("a", "b", "c"):
        rig.open(address)
    assert rig.alive == [[], [], []]
    rig.session.close_source()
    rig.open("a")  # the same device again, at once
    assert rig.alive[-1] == []


def test_a_source_that_cannot_be_opened(rig):
    rig.faults["bad"] = SourceError("bad is no video")
    assert fail_opening(rig) == [Notice("error", "bad is no video", "bad")]
    assert rig.session.state.address == "bad"
    rig.faults.clear()
    rig.open("bad")


def test_an_unexpected_fault_is_told_as_well(rig):
    rig.faults["bad"] = KeyError()
    assert fail_opening(rig) == [Notice("error", "KeyError", "bad")]


def test_a_network_that_cannot_be_loaded(make_rig):
    rig = make_rig(loading=True)
    rig.network_fault = ModelError("no weights")
    rig.session.open("a")
    rig.network.let()
    eventually(lambda: rig.session.state.phase == "failed")
    assert rig.session.take_notices() == [Notice("error", "no weights", "a")]
    eventually(lambda: rig.sources["a"].closed == 1)
    rig.network_fault = None
    rig.network.open()
    rig.open("a")  # tries the network again, too


def test_giving_up_an_opening(rig):
    rig.gate.close()
    rig.session.open("a")
    rig.gate.wait_reached()
    rig.session.close_source()
    assert rig.session.state.phase == "idle"
    rig.gate.open()
    eventually(lambda: "a" in rig.sources and rig.sources["a"].closed)
    assert rig.session.state.phase == "idle"
    assert rig.session.pipeline is None
    assert rig.session.take_notices() == []


def test_giving_up_an_opening_that_fails_later(rig):
    rig.faults["bad"] = SourceError("too late")
    rig.gate.close()
    rig.session.open("bad")
    rig.gate.wait_reached()
    rig.session.close_source()
    rig.gate.open()
    rig.open("a")
    assert rig.session.take_notices() == []


def test_of_several_openings_the_last_counts_and_the_others_are_not_made(rig):
    rig.gate.close()
    rig.session.open("a")
    rig.gate.wait_reached()
    for address in ("b", "c", "d"):
        rig.session.open(address)
    rig.gate.open()
    rig.running("d")
    assert rig.opened == ["a", "d"]
    assert rig.sources["a"].closed == 1


def test_an_opening_waits_for_the_network_and_can_be_given_up(make_rig):
    rig = make_rig(loading=True)
    rig.session.open("a")
    eventually(lambda: "a" in rig.sources)
    assert rig.session.state.preparing == "preparing yolo-fastest-1.1-xl"
    rig.session.close_source()
    rig.network.open()
    eventually(lambda: rig.sources["a"].closed == 1)
    assert rig.session.pipeline is None


def test_a_source_that_ends_while_the_next_is_opening_does_not_end_the_opening(rig):
    gate = Gate(closed=True)
    rig.sources["a"] = FakeSource(10, name="a", gate=gate, faults={1: SourceError("gone")})
    rig.session.open("a")
    gate.let()
    rig.running("a")
    first, notices = rig.session.pipeline, []
    with rig.session._opening:  # the opener stands here while the source fails by itself
        rig.session.open("b")
        gate.open()
        eventually(lambda: first.ended)
        eventually(lambda: notices.extend(rig.session.take_notices()) or notices)
        assert rig.session.state.phase == "opening"
    rig.running("b")
    assert notices == [Notice("error", "gone", "a")]


def test_a_driver_that_hangs_is_left_behind(rig, monkeypatch):
    monkeypatch.setattr(session_module, "STOP_PATIENCE_S", 0.05)
    gate = Gate()
    rig.sources["stuck"] = FakeSource(10**6, name="stuck", gate=gate, live=True)
    rig.open("stuck")
    gate.close()
    gate.wait_reached()
    rig.open("b")
    eventually(lambda: rig.sources["stuck"].closed >= 1)


def test_the_last_frames_of_a_slow_network_are_not_waited_for(rig, monkeypatch):
    monkeypatch.setattr(session_module, "DRAIN_PATIENCE_S", 0.05)
    rig.open("a")
    pipeline = rig.session.pipeline
    rig.network_in_use.gate.close()
    rig.network_in_use.gate.wait_reached()  # before that a frame may just be on its way
    eventually(lambda: len(pipeline._captured) == PACED_CAPACITY)
    rig.session.open("b")
    eventually(lambda: len(pipeline._captured) == 0)  # given up
    rig.network_in_use.gate.let(2)  # for what it had begun
    assert pipeline.wait(60)
    rig.network_in_use.gate.open()
    rig.running("b")


def test_a_listener_that_raises_does_not_prevent_opening(make_rig):
    def listener():
        raise ValueError("not my day")

    rig = make_rig(on_event=listener)
    with pytest.raises(ValueError, match="not my day"):
        rig.session.open("a")
    rig.session.on_event = None
    eventually(lambda: rig.session.state.phase == "running")
