"""However a run ends, everything is closed, counted and told."""

import random
import threading

import pytest

from support.eventually import eventually
from support.fake_detector import FakeDetector
from support.pipeline.fakes import FakeDrawer, FakeSink, FakeSource, Worker
from support.pipeline.gate import Gate
from support.pipeline.pipelines import balanced, end_of, make_pipeline
from support.pipeline.watched_store import WatchedStore
from yolocam.errors import DeviceError, SourceError
from yolocam.pipeline.channel import WhenFull
from yolocam.pipeline.playback import Playback

pytestmark = pytest.mark.usefixtures("no_thread_left")


FAULTS = {
    "read": SourceError("cable pulled"),
    "submit": DeviceError("no memory"),
    "result": DeviceError("lost the device"),
    "draw": ValueError("cannot draw"),
    "direct": OSError("disk full"),
    "write": OSError("disk full"),
    "close sink": RuntimeError("no trailer"),
    "close source": RuntimeError("stuck shutter"),
}


@pytest.mark.parametrize("where", FAULTS)
@pytest.mark.parametrize("slots", [1, 2])
def test_whatever_fails_everything_ends_is_closed_and_told(where, slots):
    error = FAULTS[where]
    source = FakeSource(30, faults={10: error} if where == "read" else None)
    detector, drawer, events = FakeDetector(slots), FakeDrawer(), []
    sink = FakeSink(wants_image=True, fault_at=5 if where == "write" else None)
    pipeline = make_pipeline(source, detector, drawer=drawer, on_event=lambda: events.append(pipeline.ended))
    pipeline.outputs.attach(sink, name="s")
    if where == "submit":
        detector.submit_fault = error
    if where == "result":
        detector.result_faults = {3: error}
    if where == "draw":
        drawer.fault = error
    if where == "direct":
        pipeline.outputs.attach(FakeSink(fault_at=3), delivery="direct")
    if where == "close sink":
        sink.close_error = error
    if where == "close source":
        source.close_error = error
    pipeline.start()
    for joining in [Worker(pipeline.join) for _ in range(3)]:
        with pytest.raises(type(error), match=str(error)):
            joining.join()
    assert (source.closed, sink.closed, detector.closed) == (1, 1, 0)
    assert detector.under_way == 0
    eventually(lambda: events and events[-1])
    assert sink.indices == list(range(len(sink.items)))


def test_the_first_error_is_the_one_that_is_told():
    source = FakeSource(5, faults={2: SourceError("first")})
    source.close_error = RuntimeError("second")
    pipeline = make_pipeline(source)
    pipeline.start()
    with pytest.raises(SourceError, match="first"):
        end_of(pipeline)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_listener_that_raises_keeps_nobody_waiting():
    def listener():
        raise ValueError("not my day")

    sink = FakeSink(fault_at=0)
    pipeline = make_pipeline(sink_failure="detach", on_event=listener)
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    assert end_of(pipeline)
    assert sink.closed == 1


def test_a_sink_that_fails_while_the_run_is_being_stopped():
    gate = Gate(closed=True)
    sink = FakeSink(gate=gate, fault_at=1)
    pipeline = make_pipeline(FakeSource(40))
    pipeline.outputs.attach(sink, name="s", capacity=1)
    pipeline.start()
    gate.wait_reached()
    pipeline.stop()
    gate.open()
    with pytest.raises(OSError, match="disk full"):
        end_of(pipeline)
    assert sink.closed == 1


def test_stop_writes_what_was_captured():
    gate = Gate(closed=True)
    pipeline = make_pipeline(FakeSource(1000), FakeDetector(gate=gate))
    sink = FakeSink()
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    eventually(lambda: pipeline.stats.snapshot().captured >= 5)
    pipeline.stop()
    gate.open()
    assert end_of(pipeline)
    assert len(sink.items) == pipeline.stats.snapshot().captured < 1000
    assert balanced(pipeline.stats.snapshot())


@pytest.mark.parametrize("end", ["stop", "abort"])
def test_ending_before_the_start(end):
    source, sink = FakeSource(), FakeSink()
    pipeline = make_pipeline(source)
    pipeline.outputs.attach(sink, name="s")
    getattr(pipeline, end)()
    pipeline.start()
    assert end_of(pipeline)
    assert (sink.items, sink.closed, source.closed) == ([], 1, 1)


@pytest.mark.parametrize("end", ["stop", "abort"])
def test_a_camera_that_gives_nothing_more_ends_at_once(end):
    gate = Gate()
    source = FakeSource(10**6, gate=gate, live=True)
    pipeline = make_pipeline(source, at_end="hold")
    pipeline.start()
    gate.close()
    gate.wait_reached()  # the read is blocked; only closing the source wakes it
    getattr(pipeline, end)()
    assert end_of(pipeline)
    assert source.closed == 1
    assert balanced(pipeline.stats.snapshot()) or end == "abort"


def test_a_source_that_cannot_be_closed_costs_no_frame():
    gate = Gate(closed=True)
    source = FakeSource(1000, live=True)
    source.close_error = SourceError("stuck")
    pipeline = make_pipeline(source, FakeDetector(gate=gate))
    sink = FakeSink()
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    eventually(lambda: pipeline.stats.snapshot().captured >= 2)
    pipeline.stop()
    gate.open()
    with pytest.raises(SourceError, match="stuck"):
        end_of(pipeline)
    assert sink.items
    assert balanced(pipeline.stats.snapshot())


@pytest.mark.parametrize("end", ["stop", "abort"])
def test_ending_while_paused(end):
    pipeline = make_pipeline(playback=Playback(paused=True), at_end="hold", paced=True)
    sink = FakeSink()
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    eventually(lambda: len(sink.items) == 1)
    assert not pipeline.join(0)
    getattr(pipeline, end)()
    assert end_of(pipeline)


def test_abort_wakes_all_who_wait_for_each_other():
    gate = Gate(closed=True)
    sink, detector = FakeSink(gate=gate), FakeDetector(2)
    pipeline = make_pipeline(FakeSource(1000), detector)
    pipeline.outputs.attach(sink, name="s", capacity=1)
    pipeline.start()
    eventually(lambda: pipeline.stats.snapshot().captured >= 10)  # everything is full up to the source
    pipeline.abort(DeviceError("enough"))
    gate.open()
    with pytest.raises(DeviceError, match="enough"):
        end_of(pipeline)
    assert sink.indices in ([0, 1], [0, 1, 2])  # what the sink had, and at most the one being handed over
    assert sink.closed == 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_random_ends_leave_nothing_behind(seed):
    chance = random.Random(seed)
    live = chance.random() < 0.5
    store, sinks = WatchedStore(), [FakeSink(wants_image=chance.random() < 0.5) for _ in range(2)]
    pipeline = make_pipeline(
        FakeSource(10**6, live=live),
        FakeDetector(chance.randint(1, 3)),
        store=store,
        batch=1 if live else chance.randint(1, 4),
        paced=chance.random() < 0.5,
        at_end="hold",
    )
    for sink in sinks:
        pipeline.outputs.attach(
            sink, name="s", capacity=chance.randint(1, 3), when_full=chance.choice(list(WhenFull))
        )
    pipeline.start()
    playback, pause = pipeline.playback, threading.Event()
    for _ in range(40):
        chance.choice(
            (
                playback.toggle,
                lambda: playback.seek(chance.randint(0, 10**9)),
                lambda: playback.step(chance.choice((-2, -1, 1, 2))),
                lambda: playback.set_speed(chance.choice((0.5, 16))),
                lambda: store.update(frames=chance.choice(("auto", "live", "every"))),
                lambda: store.update(confidence=chance.random()),
                lambda: pause.wait(0.001),
            )
        )()
    ends = [chance.choice((pipeline.stop, pipeline.abort)) for _ in range(2)]
    for ending in [Worker(end) for end in ends]:
        ending.join()
    assert end_of(pipeline)
    assert all(sink.closed == 1 for sink in sinks)
    assert pipeline.source.closed == 1
    figures = pipeline.stats.snapshot()
    assert figures.in_flight >= 0
    if pipeline.abort not in ends:
        assert balanced(figures)
    assert store.listeners == 0


def test_a_pipeline_that_never_started_leaves_no_listener():
    store = WatchedStore()
    make_pipeline(store=store)
    assert store.listeners == 0
