import random
import threading

import pytest

from support.eventually import eventually
from support.fake_detector import FakeDetector
from support.fakes import FakeDrawer, FakeSink, FakeSource, Worker
from support.gate import Gate
from yolocam.errors import DeviceError, SourceError
from yolocam.pipeline.attached_outputs import Outputs
from yolocam.pipeline.capture import FILE_CAPACITY
from yolocam.pipeline.channel import WhenFull
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.playback import Playback
from yolocam.settings import SettingsStore

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


def make(source=None, detector=None, **options):
    drawer = options.pop("drawer", None) or FakeDrawer()
    store = options.pop("store", None) or SettingsStore()
    return Pipeline(source or FakeSource(), detector or FakeDetector(), drawer, store, **options)


def join(pipeline):
    return Worker(pipeline.join).join()


def balanced(snapshot):
    return snapshot.captured == snapshot.inferred + snapshot.dropped["capture"] and not snapshot.in_flight


@pytest.mark.parametrize("slots", [1, 2, 3])
@pytest.mark.parametrize("batch", [1, 3])
def test_a_file_goes_through_complete_and_in_order(slots, batch):
    source = FakeSource(100, sizes=((8, 6), (16, 6), (16, 6)))
    pipeline = make(source, FakeDetector(slots), batch=batch)
    sinks = [FakeSink(wants_image=True), FakeSink()]
    for sink in sinks:
        pipeline.outputs.attach(sink, name="s", capacity=1)
    pipeline.start()
    assert join(pipeline)
    assert pipeline.ended
    for sink in sinks:
        assert sink.indices == list(range(100))
        assert [int(i.detected.detections.class_id[0]) for i in sink.items] == list(range(100))
        assert sink.closed == 1
    assert source.closed == 1
    assert pipeline.stats.snapshot().inferred == 100
    assert balanced(pipeline.stats.snapshot())


def test_of_a_live_source_late_frames_drop_in_one_place():
    gate = Gate(closed=True)
    pipeline = make(FakeSource(50, live=True), FakeDetector(gate=gate))
    sink = FakeSink()
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    eventually(lambda: pipeline.stats.snapshot().captured == 50)
    gate.open()
    assert join(pipeline)
    figures = pipeline.stats.snapshot()
    assert balanced(figures)
    assert figures.inferred == len(sink.items) == 50 - figures.dropped["capture"]
    assert sink.indices == sorted(set(sink.indices))
    assert sink.indices[-1] == 49


def test_every_frame_is_accounted_for_at_every_moment():
    store, stop, wrong = SettingsStore(), threading.Event(), []
    pipeline = make(FakeSource(400), FakeDetector(2), store=store, batch=2)
    pipeline.outputs.attach(FakeSink(), name="s")

    def watch():
        while not stop.wait(0.0002):
            figures = pipeline.stats.snapshot()
            if not 0 <= figures.in_flight <= 4 + 1 + 2 * 3:
                wrong.append(figures.in_flight)

    def meddle():
        chance = random.Random(1)
        while not stop.wait(0.001):
            store.update(frames=chance.choice(("auto", "live", "every")), iou=chance.random())
            chance.choice((pipeline.playback.pause, pipeline.playback.play))()
            pipeline.playback.play()

    workers = [Worker(watch), Worker(meddle)]
    pipeline.start()
    try:
        assert join(pipeline)
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    assert not wrong
    assert pipeline.stats.snapshot().captured == 400
    assert balanced(pipeline.stats.snapshot())


@pytest.mark.parametrize("where", FAULTS)
@pytest.mark.parametrize("slots", [1, 2])
def test_whatever_fails_everything_ends_is_closed_and_told(where, slots):
    error = FAULTS[where]
    source = FakeSource(30, faults={10: error} if where == "read" else None)
    detector, drawer, events = FakeDetector(slots), FakeDrawer(), []
    sink = FakeSink(wants_image=True, fault_at=5 if where == "write" else None)
    pipeline = make(source, detector, drawer=drawer, on_event=lambda: events.append(pipeline.ended))
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
    pipeline = make(source)
    pipeline.start()
    with pytest.raises(SourceError, match="first"):
        join(pipeline)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_listener_that_raises_keeps_nobody_waiting():
    def listener():
        raise ValueError("not my day")

    sink = FakeSink(fault_at=0)
    pipeline = make(sink_failure="detach", on_event=listener)
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    assert join(pipeline)
    assert sink.closed == 1


def test_a_failing_sink_can_leave_the_others_alone():
    pipeline = make(FakeSource(40), sink_failure="detach")
    bad, good = FakeSink(fault_at=3), FakeSink()
    runner = pipeline.outputs.attach(bad, name="bad")
    pipeline.outputs.attach(good, name="good")
    pipeline.start()
    assert join(pipeline)
    assert good.indices == list(range(40))
    assert (bad.indices, bad.closed) == ([0, 1, 2], 1)
    assert isinstance(runner.error, OSError)


def test_a_sink_that_fails_while_the_run_is_being_stopped():
    gate = Gate(closed=True)
    sink = FakeSink(gate=gate, fault_at=1)
    pipeline = make(FakeSource(40))
    pipeline.outputs.attach(sink, name="s", capacity=1)
    pipeline.start()
    gate.wait_reached()
    pipeline.stop()
    gate.open()
    with pytest.raises(OSError, match="disk full"):
        join(pipeline)
    assert sink.closed == 1


def test_large_batches_are_under_way_side_by_side():
    batch = FILE_CAPACITY
    source = FakeSource(10 * batch, gate=Gate(closed=True))
    detector = FakeDetector(2, gate=Gate(closed=True))
    pipeline = make(source, detector, batch=batch)
    pipeline.start()
    source.gate.let(batch)
    detector.gate.wait_reached()  # the first result is being waited for: nothing else had come
    source.gate.let(batch + 1)
    eventually(lambda: source.reads == 2 * batch + 1)
    detector.gate.let(1)
    eventually(lambda: detector.submitted == 2)
    source.gate.open()
    eventually(lambda: detector.under_way == 2)
    detector.gate.open()
    assert join(pipeline)


def test_stop_writes_what_was_captured():
    gate = Gate(closed=True)
    pipeline = make(FakeSource(1000), FakeDetector(gate=gate))
    sink = FakeSink()
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    eventually(lambda: pipeline.stats.snapshot().captured >= 5)
    pipeline.stop()
    gate.open()
    assert join(pipeline)
    assert len(sink.items) == pipeline.stats.snapshot().captured < 1000
    assert balanced(pipeline.stats.snapshot())


@pytest.mark.parametrize("end", ["stop", "abort"])
def test_ending_before_the_start(end):
    source, sink = FakeSource(), FakeSink()
    pipeline = make(source)
    pipeline.outputs.attach(sink, name="s")
    getattr(pipeline, end)()
    pipeline.start()
    assert join(pipeline)
    assert (sink.items, sink.closed, source.closed) == ([], 1, 1)


@pytest.mark.parametrize("end", ["stop", "abort"])
def test_a_camera_that_gives_nothing_more_ends_at_once(end):
    gate = Gate()
    source = FakeSource(10**6, gate=gate, live=True)
    pipeline = make(source, at_end="hold")
    pipeline.start()
    gate.close()
    gate.wait_reached()  # the read is blocked; only closing the source wakes it
    getattr(pipeline, end)()
    assert join(pipeline)
    assert source.closed == 1
    assert balanced(pipeline.stats.snapshot()) or end == "abort"


def test_a_source_that_cannot_be_closed_costs_no_frame():
    gate = Gate(closed=True)
    source = FakeSource(1000, live=True)
    source.close_error = SourceError("stuck")
    pipeline = make(source, FakeDetector(gate=gate))
    sink = FakeSink()
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    eventually(lambda: pipeline.stats.snapshot().captured >= 2)
    pipeline.stop()
    gate.open()
    with pytest.raises(SourceError, match="stuck"):
        join(pipeline)
    assert sink.items
    assert balanced(pipeline.stats.snapshot())


@pytest.mark.parametrize("end", ["stop", "abort"])
def test_ending_while_paused(end):
    pipeline = make(playback=Playback(paused=True), at_end="hold", paced=True)
    sink = FakeSink()
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    eventually(lambda: len(sink.items) == 1)
    assert not pipeline.join(0)
    getattr(pipeline, end)()
    assert join(pipeline)


def test_abort_wakes_all_who_wait_for_each_other():
    gate = Gate(closed=True)
    sink, detector = FakeSink(gate=gate), FakeDetector(2)
    pipeline = make(FakeSource(1000), detector)
    pipeline.outputs.attach(sink, name="s", capacity=1)
    pipeline.start()
    eventually(lambda: pipeline.stats.snapshot().captured >= 10)  # everything is full up to the source
    pipeline.abort(DeviceError("enough"))
    gate.open()
    with pytest.raises(DeviceError, match="enough"):
        join(pipeline)
    assert sink.indices in ([0, 1], [0, 1, 2])  # what the sink had, and at most the one being handed over
    assert sink.closed == 1


@pytest.mark.parametrize("seed", range(12))
def test_random_ends_leave_nothing_behind(seed):
    chance = random.Random(seed)
    live = chance.random() < 0.5
    store, sinks = SettingsStore(), [FakeSink(wants_image=chance.random() < 0.5) for _ in range(2)]
    pipeline = make(
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
    assert join(pipeline)
    assert all(sink.closed == 1 for sink in sinks)
    assert pipeline.source.closed == 1
    figures = pipeline.stats.snapshot()
    assert figures.in_flight >= 0
    if pipeline.abort not in ends:
        assert balanced(figures)
    assert store._listeners == []


def test_changes_while_paused_show_on_the_same_frame_and_count_nothing():
    store, sink = SettingsStore(), FakeSink()
    pipeline = make(store=store, playback=Playback(paused=True))
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    eventually(lambda: len(sink.items) == 1)
    for number, confidence in enumerate((0.3, 0.6, 0.9), 2):
        store.update(confidence=confidence)
        eventually(lambda number=number: len(sink.items) == number)
        item = sink.items[-1]
        assert (item.frame.repeat, item.frame.index) == (True, 0)
        assert item.detected.settings.confidence == confidence
    figures = pipeline.stats.snapshot()
    assert (figures.captured, figures.inferred, figures.in_flight) == (1, 1, 0)
    pipeline.stop()
    assert join(pipeline)


@pytest.mark.parametrize("seed", range(5))
def test_the_last_picture_shows_the_last_change(seed):
    store, sink, chance = SettingsStore(), FakeSink(), random.Random(seed)
    pipeline = make(FakeSource(5), store=store, at_end="hold")
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    for _ in range(200):
        confidence = store.update(confidence=chance.random()).confidence
        if pipeline.playback.state.ended:
            break
    eventually(lambda: sink.items and sink.items[-1].detected.settings.confidence == confidence)
    pipeline.stop()
    assert join(pipeline)
    assert [i.frame.index for i in sink.items if not i.frame.repeat] == [0, 1, 2, 3, 4]


def test_a_sink_that_was_too_slow_counts_what_it_lost_but_no_repeats():
    gate, store = Gate(closed=True), SettingsStore()
    sink, quick = FakeSink(gate=gate), FakeSink()
    pipeline = make(FakeSource(1), store=store, at_end="hold")
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
    assert join(pipeline)


def test_sinks_join_while_frames_flow():
    gate = Gate(closed=True)
    pipeline = make(FakeSource(30, gate=gate))
    first, second = FakeSink(), FakeSink()
    pipeline.outputs.attach(first, name="first")
    pipeline.start()
    gate.let(10)
    eventually(lambda: len(first.items) == 10)
    pipeline.outputs.attach(second, name="second")
    gate.open()
    assert join(pipeline)
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
        pipeline = make(FakeSource(10), session_outputs=session)
        if number == 0:
            output = pipeline.outputs.attach(sink, lifetime="session")
        pipeline.start()
        assert join(pipeline)
        eventually(lambda: len(sink.items) % 10 == 0)
        assert sink.closed == 0
    session.detach(output).join(20)
    assert sink.indices == [*range(10), *range(10)]
    assert sink.closed == 1


@pytest.mark.parametrize("delivery", ["queued", "direct"])
def test_a_detached_sink_is_finished_and_gets_nothing_more(delivery):
    gate = Gate(closed=True)
    sink, other = FakeSink(), FakeSink()
    pipeline = make(FakeSource(10, gate=gate))
    output = pipeline.outputs.attach(sink, delivery=delivery)
    pipeline.outputs.attach(other)
    pipeline.start()
    gate.let(4)
    eventually(lambda: len(other.items) == 4)
    pipeline.outputs.detach(output).join(20)
    assert sink.closed == 1
    gate.open()
    assert join(pipeline)
    assert sink.indices == [0, 1, 2, 3]
    assert sink.closed == 1


def test_without_a_session_nothing_lives_as_long_as_one():
    with pytest.raises(ValueError, match="the table cannot live as long as the session, for there is none"):
        make().outputs.attach(FakeSink(), name="the table", lifetime="session")


def test_a_pipeline_that_never_started_leaves_no_listener():
    store = SettingsStore()
    make(store=store)
    assert store._listeners == []
