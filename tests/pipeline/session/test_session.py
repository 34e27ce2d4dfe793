"""A session opens sources one after another, tells what happens, and leaves nothing behind."""

import random
import threading

import pytest

from support.eventually import eventually
from support.pipeline.fakes import FakeSink, FakeSource, Worker
from support.pipeline.session_rig import SECOND, fail_opening, record
from yolocam.errors import ModelError, SourceError
from yolocam.pipeline.notices import MAX_NOTICES, Notice

pytestmark = pytest.mark.usefixtures("no_thread_left")


def test_nothing_is_open_at_first(rig):
    state = rig.session.state
    assert (state.phase, state.address, state.info) == ("idle", None, None)
    assert rig.session.pipeline is rig.session.playback is None
    assert rig.session.take_notices() == []


def test_closing_the_source_leaves_the_session_usable(rig):
    rig.open("a")
    rig.session.close_source()
    assert rig.session.state.phase == "idle"
    assert rig.session.playback is None
    eventually(lambda: rig.sources["a"].closed == 1)
    rig.session.close_source()
    rig.open("b")


def test_a_source_that_fails_while_it_runs_is_told_once(rig):
    rig.sources["a"] = FakeSource(10**6, name="a", faults={5: SourceError("cable pulled")}, frame_ns=1000)
    rig.session.open("a")
    eventually(lambda: rig.session.state.phase == "failed")
    assert rig.session.take_notices() == [Notice("error", "cable pulled", "a")]
    rig.open("b")
    assert rig.session.take_notices() == []


def test_the_end_of_a_file_is_held_or_ends(make_rig):
    holds, ends = make_rig(), make_rig(exit_at_end=True)
    for rig in (holds, ends):
        rig.sources["a"] = FakeSource(5, name="a")
        rig.session.open("a")
    eventually(lambda: holds.session.playback is not None and holds.session.playback.state.ended)
    assert holds.session.state.phase == "running"
    eventually(lambda: ends.session.state.phase == "idle")
    assert ends.session.pipeline.ended
    assert [item.frame.index for item in ends.display.items] == [0, 1, 2, 3, 4]
    assert ends.session.take_notices() == []


def test_a_failing_change_of_the_network_is_told(rig):
    rig.open("a")
    rig.network_fault = ModelError("too big")
    rig.store.update(model="huge")
    notices = []
    eventually(lambda: notices.extend(rig.session.take_notices()) or notices)
    assert notices == [Notice("error", "too big", matter="model")]
    assert rig.session.state.phase == "running"


def test_events_come_when_something_has_changed(make_rig):
    told = threading.Event()
    rig = make_rig(on_event=told.set)
    for act in (
        lambda: rig.open("a"),
        lambda: rig.session.notify(Notice("info", "hello")),
        lambda: record(rig, FakeSink()),
        rig.session.close_source,
    ):
        told.clear()
        act()
        assert told.wait(60)
    rig.session.on_event = None


def test_notices_are_bounded(rig):
    for number in range(200):
        rig.session.notify(Notice("info", str(number)))
    notices = rig.session.take_notices()
    assert len(notices) == MAX_NOTICES
    assert notices[-1].text == "199"


@pytest.mark.parametrize("when", ["opening", "loading", "running", "recording", "ended", "failed"])
def test_close_at_any_time(make_rig, when):
    rig = make_rig(loading=when == "loading")
    recorder = FakeSink()
    if when == "opening":
        rig.gate.close()
        rig.session.open("a")
        rig.gate.wait_reached()
        threading.Timer(0.02, rig.gate.open).start()
    if when == "loading":
        rig.session.open("a")
        eventually(lambda: "a" in rig.sources)
        threading.Timer(0.02, rig.network.open).start()
    if when in ("running", "recording"):
        rig.open("a")
    if when == "recording":
        record(rig, recorder)
        eventually(lambda: recorder.items)
    if when == "ended":
        rig.sources["a"] = FakeSource(2, name="a")
        rig.session.open("a")
        eventually(lambda: rig.session.playback is not None and rig.session.playback.state.ended)
    if when == "failed":
        rig.faults["bad"] = SourceError("bad")
        fail_opening(rig)
    Worker(rig.session.close).join()
    assert recorder.closed == (when == "recording")
    assert rig.session.state.phase in ("idle", "failed")
    Worker(rig.session.close).join()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_a_random_user(make_rig, seed):
    rig, chance, recorders, outputs = make_rig(), random.Random(seed), [], []
    rig.faults["bad"] = SourceError("bad")

    def start_recording():
        recorders.append(FakeSink(fault_at=chance.choice((None, None, 3))))
        outputs.append(rig.session.outputs.attach(recorders[-1], name="recording", lifetime="session"))

    def with_playback(act):
        playback = rig.session.playback
        if playback is not None:
            act(playback)

    acts = (
        lambda: rig.session.open(chance.choice(("a", "b", "c", "bad"))),
        lambda: rig.session.close_source(),
        start_recording,
        lambda: rig.session.outputs.detach(chance.choice(outputs)) if outputs else None,
        lambda: with_playback(lambda p: p.toggle()),
        lambda: with_playback(lambda p: p.seek(chance.randint(0, SECOND))),
        lambda: with_playback(lambda p: p.step(chance.choice((-1, 1)))),
        lambda: rig.store.update(confidence=chance.random()),
        lambda: rig.store.update(model=chance.choice(("m", "n"))),
        lambda: threading.Event().wait(0.005),
        lambda: rig.session.take_notices(),
    )
    for _ in range(60):
        Worker(chance.choice(acts)).join()
    rig.session.open("a")
    rig.session.open("b")
    rig.running("b")
    Worker(rig.session.close).join()
    eventually(lambda: all(recorder.closed == 1 for recorder in recorders))


def test_a_refused_precision_is_told_once(rig):
    rig.open("a")
    rig.network_in_use.refusal = "int8 finds 80 % of what fp32 finds, so fp32 goes on"
    expected = [Notice("info", rig.network_in_use.refusal)]
    assert rig.session.take_notices() == expected
    assert rig.session.take_notices() == []


def test_what_a_source_says_of_its_files_is_told_once(rig):
    rig.open("a")
    assert rig.session.take_notices() == []
    rig.sources["a"].problem = "breaks off after 2.00 s, expected 3.00 s of video"
    (notice,) = rig.session.take_notices()
    assert notice == Notice("info", "a breaks off after 2.00 s, expected 3.00 s of video")
    assert rig.session.take_notices() == []
    rig.open("b")
    rig.sources["b"].remark = "2 files passed over: .psd (2)"
    assert [notice.text for notice in rig.session.take_notices()] == ["2 files passed over: .psd (2)"]
