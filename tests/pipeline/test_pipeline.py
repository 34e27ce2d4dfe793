"""Frames go from the source to the outputs complete, in order and counted."""

import random
import threading

import pytest

from support.eventually import eventually
from support.fake_detector import FakeDetector
from support.pipeline.fakes import FakeSink, FakeSource, Worker
from support.pipeline.gate import Gate
from support.pipeline.pipelines import balanced, end_of, make_pipeline
from yolocam.pipeline.capture import FILE_CAPACITY
from yolocam.pipeline.playback import Playback
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")


@pytest.mark.slow
@pytest.mark.parametrize("slots", [1, 2, 3])
@pytest.mark.parametrize("batch", [1, 3])
def test_a_file_goes_through_complete_and_in_order(slots, batch):
    source = FakeSource(100, sizes=((8, 6), (16, 6), (16, 6)))
    pipeline = make_pipeline(source, FakeDetector(slots), batch=batch)
    sinks = [FakeSink(wants_image=True), FakeSink()]
    for sink in sinks:
        pipeline.outputs.attach(sink, name="s", capacity=1)
    pipeline.start()
    assert end_of(pipeline)
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
    pipeline = make_pipeline(FakeSource(50, live=True), FakeDetector(gate=gate))
    sink = FakeSink()
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    eventually(lambda: pipeline.stats.snapshot().captured == 50)
    gate.open()
    assert end_of(pipeline)
    figures = pipeline.stats.snapshot()
    assert balanced(figures)
    assert figures.inferred == len(sink.items) == 50 - figures.dropped["capture"]
    assert sink.indices == sorted(set(sink.indices))
    assert sink.indices[-1] == 49


@pytest.mark.slow
def test_every_frame_is_accounted_for_at_every_moment():
    store, stop, wrong = SettingsStore(), threading.Event(), []
    pipeline = make_pipeline(FakeSource(400), FakeDetector(2), store=store, batch=2)
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
        assert end_of(pipeline)
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    assert not wrong
    assert pipeline.stats.snapshot().captured == 400
    assert balanced(pipeline.stats.snapshot())


def test_large_batches_are_under_way_side_by_side():
    batch = FILE_CAPACITY
    source = FakeSource(10 * batch, gate=Gate(closed=True))
    detector = FakeDetector(2, gate=Gate(closed=True))
    pipeline = make_pipeline(source, detector, batch=batch)
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
    assert end_of(pipeline)


def test_changes_while_paused_show_on_the_same_frame_and_count_nothing():
    store, sink = SettingsStore(), FakeSink()
    pipeline = make_pipeline(store=store, playback=Playback(paused=True))
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
    assert end_of(pipeline)


@pytest.mark.parametrize("seed", range(5))
def test_the_last_picture_shows_the_last_change(seed):
    store, sink, chance = SettingsStore(), FakeSink(), random.Random(seed)
    pipeline = make_pipeline(FakeSource(5), store=store, at_end="hold")
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    for _ in range(200):
        confidence = store.update(confidence=chance.random()).confidence
        if pipeline.playback.state.ended:
            break
    eventually(lambda: sink.items and sink.items[-1].detected.settings.confidence == confidence)
    pipeline.stop()
    assert end_of(pipeline)
    assert [i.frame.index for i in sink.items if not i.frame.repeat] == [0, 1, 2, 3, 4]
