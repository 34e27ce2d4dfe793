import random
import threading

import pytest

from support.eventually import eventually
from support.fake_detector import FakeDetector
from support.fakes import FakeDrawer, FakeSink, FakeSource, Worker
from support.gate import Gate
from yolocam.errors import ModelError, SinkError, SourceError
from yolocam.pipeline import session as session_module
from yolocam.pipeline.capture import PACED_CAPACITY
from yolocam.pipeline.detector_switch import DetectorSwitch
from yolocam.pipeline.notices import MAX_NOTICES, Notice
from yolocam.pipeline.session import Session
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")

SECOND = 1_000_000_000


class Rig:
    """A session whose sources are made by `make` and whose opening passes `gate`."""

    def __init__(self, *, loading=False, **options):
        self.store = SettingsStore()
        self.gate = Gate()
        self.network = Gate(closed=loading)
        self.network_fault = None
        self.network_in_use = None
        self.opened = []
        self.alive = []
        self.sources = {}
        self.faults = {}
        self.display = FakeSink(wants_image=True)
        self.switch = DetectorSwitch(self._load, self.store)
        self.session = Session(self.store, self.switch, self._open, FakeDrawer(), **options)
        self.session.outputs.attach(self.display, lifetime="session", delivery="direct")

    def _load(self, settings):
        self.network.wait()
        if self.network_fault is not None:
            raise self.network_fault
        self.network_in_use = FakeDetector(settings=settings)
        return self.network_in_use

    def _open(self, address):
        self.opened.append(address)
        self.alive.append([s.info.name for s in self.sources.values() if not s.closed])
        self.gate.wait()
        if address in self.faults:
            raise self.faults[address]
        source = self.sources.get(address)
        if source is None or source.closed:
            source = self.sources[address] = FakeSource(10**6, frame_ns=SECOND // 1000, name=address)
        return source

    def open(self, address):
        self.session.open(address)
        self.running(address)

    def running(self, address):
        def shows():
            state = self.session.state
            return state.phase == "running" and state.info.name == address and self.shown()[-1:] == [address]

        eventually(shows)

    def shown(self):
        return [item.frame.source.name for item in self.display.items]

    def close(self):
        self.gate.open()
        self.network.open()
        Worker(self.session.close).join()


def record(rig, sink):
    return rig.session.outputs.attach(sink, name="recording", lifetime="session")


@pytest.fixture
def make_rig():
    rigs = []

    def make(**options):
        rigs.append(Rig(**options))
        return rigs[-1]

    yield make
    for rig in rigs:
        rig.close()
        assert all(source.closed for source in rig.sources.values())
        assert rig.store._listeners == []


@pytest.fixture
def rig(make_rig):
    return make_rig()


def fail_opening(rig, address="bad"):
    rig.session.open(address)
    eventually(lambda: rig.session.state.phase == "failed")
    return rig.session.take_notices()


def test_nothing_is_open_at_first(rig):
    state = rig.session.state
    assert (state.phase, state.address, state.info) == ("idle", None, None)
    assert rig.session.pipeline is rig.session.playback is None
    assert rig.session.take_notices() == []


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


def test_a_source_that_ends_while_the_next_is_opening_does_not_end_the_opening(rig):
    gate = Gate(closed=True)
    rig.sources["a"] = FakeSource(10, name="a", gate=gate, faults={1: SourceError("gone")})
    rig.session.open("a")
    gate.let()
    rig.running("a")
    first = rig.session.pipeline
    with rig.session._opening:  # the opener stands here while the source fails by itself
        rig.session.open("b")
        gate.open()
        eventually(lambda: first.ended)
        eventually(lambda: rig.session._notices)
        assert rig.session.state.phase == "opening"
    rig.running("b")
    assert rig.session.take_notices() == [Notice("error", "gone", "a")]


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
    assert pipeline.wait(20)
    rig.network_in_use.gate.open()
    rig.running("b")


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
    rig.session.outputs.detach(output).join(20)
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
    rig.session.outputs.detach(output).join(20)
    assert recorder.indices == list(range(20))


def test_several_outputs_at_once_do_not_know_each_other(rig):
    first, second = FakeSink(), FakeSink()
    rig.open("a")
    output = record(rig, first)
    record(rig, second)
    eventually(lambda: first.items and second.items)
    rig.session.outputs.detach(output).join(20)
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
    assert notices == [Notice("error", "Saving the results stopped: disk full")]
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
    assert rig.session.take_notices() == [Notice("error", "Recording stopped: disk full")]
    seen = len(rig.display.items)
    eventually(lambda: len(rig.display.items) > seen)
    again = FakeSink()
    record(rig, again)
    eventually(lambda: again.items)


def test_a_recording_that_cannot_be_finished_is_told(rig):
    output = record(rig, FakeSink(close_error=SinkError("no trailer")))
    rig.session.outputs.detach(output).join(20)
    assert rig.session.take_notices() == [Notice("error", "Recording stopped: no trailer")]


def test_a_slow_recording_of_a_camera_loses_frames_and_says_so(rig):
    gate = Gate(closed=True)
    rig.sources["cam"] = FakeSource(10**6, name="cam", live=True)
    rig.open("cam")
    output = record(rig, FakeSink(gate=gate))
    eventually(lambda: rig.session.pipeline.stats.snapshot().dropped["record"] > 5)
    assert output.dropped > 5
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


def test_a_failing_change_of_the_network_is_told(rig):
    rig.open("a")
    rig.network_fault = ModelError("too big")
    rig.store.update(model="huge")
    notices = []
    eventually(lambda: notices.extend(rig.session.take_notices()) or notices)
    assert notices == [Notice("error", "too big")]
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
        assert told.wait(20)
    rig.session.on_event = None


def test_a_listener_that_raises_does_not_prevent_opening(make_rig):
    def listener():
        raise ValueError("not my day")

    rig = make_rig(on_event=listener)
    with pytest.raises(ValueError, match="not my day"):
        rig.session.open("a")
    rig.session.on_event = None
    eventually(lambda: rig.session.state.phase == "running")


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
