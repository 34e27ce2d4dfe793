"""Processors change what every output gets, are reset where frames do not follow, and may fail."""

from dataclasses import replace

import numpy as np
import pytest

from support.eventually import eventually
from support.fake_detector import FakeDetector
from support.pipeline.fakes import FakeDrawer, FakeSink, FakeSource, Worker, make_detected, make_info
from support.pipeline.gate import Gate
from yolocam.frame import Event, publish
from yolocam.pipeline.detector_switch import DetectorSwitch
from yolocam.pipeline.notices import Notice
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.process import COVER, ProcessStage
from yolocam.pipeline.processor_store import ProcessorStore
from yolocam.pipeline.processors import Chosen
from yolocam.pipeline.session import Session
from yolocam.pipeline.stats import Stats
from yolocam.registry import ProcessorType
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")


class Counting:
    """Gives each object the number of its frame since the last reset, and notes every fifth."""

    def __init__(self):
        self.frames = 0
        self.resets = []

    def process(self, detected):
        if detected.frame.repeat:
            return detected
        self.frames += 1
        found = replace(
            detected.detections, track_id=np.full(len(detected.detections), self.frames, np.int32)
        )
        event = Event("fifth", detected.frame.pts_ns, track_id=self.frames)
        return replace(
            detected,
            inference=replace(detected.inference, detections=found),
            events=(*detected.events, event) if self.frames % 5 == 0 else detected.events,
        )

    def reset(self):
        self.resets.append(self.frames)
        self.frames = 0


def chosen(name, make, **options):
    return Chosen(ProcessorType(name=name, title=name, help=name, open=make, **options))


class Dimming:
    """Shows half of the light."""

    def process(self, detected):
        return replace(detected, frame=replace(detected.frame, image=publish(detected.frame.image // 2)))

    def reset(self):
        pass


class Failing:
    name = "the privacy blur"

    def __init__(self, at=0, answer=None, in_reset=False):
        self.at = at
        self.answer = answer
        self.in_reset = in_reset
        self.seen = 0

    def process(self, detected):
        self.seen += 1
        if self.seen <= self.at:
            return detected
        if self.answer is not None:
            return self.answer
        raise ValueError("no face model")

    def reset(self):
        if self.in_reset:
            raise ValueError("nothing to forget")


def stage(*processors):
    failures = []
    return ProcessStage(processors, Stats(), failures.append), failures


def make(source, *processors, **options):
    return Pipeline(source, FakeDetector(), FakeDrawer(), SettingsStore(), processors=processors, **options)


def join(pipeline):
    return Worker(pipeline.join).join()


def test_every_output_gets_what_the_chain_made():
    recorder, table = FakeSink(wants_image=True), FakeSink()
    pipeline = make(FakeSource(12), Counting(), Dimming())
    for sink in (recorder, table):
        pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    assert join(pipeline)
    for sink in (recorder, table):
        assert [int(item.detected.detections.track_id[0]) for item in sink.items] == list(range(1, 13))
        assert [item.detected.events[0].track_id for item in sink.items if item.detected.events] == [5, 10]
        assert [int(item.frame.image[0, 0, 0]) for item in sink.items] == [n // 2 for n in range(12)]
    assert int(recorder.items[10].image[1, 1, 0]) == 5  # drawn on the changed picture


def test_without_processors_a_result_passes_as_it_is():
    chain, _ = stage()
    detected = make_detected(3)
    assert chain.process(detected) is detected
    assert detected.events == ()


def frame_of(detected, **changes):
    return replace(detected, frame=replace(detected.frame, **changes))


def network_of(detected, **changes):
    model = replace(detected.model, **changes)
    return replace(detected, inference=replace(detected.inference, model=model))


@pytest.mark.parametrize(
    "change",
    [
        lambda detected: frame_of(detected, jumps=1),
        lambda detected: frame_of(detected, source=make_info(name="other")),
        lambda detected: network_of(detected, name="other"),
        lambda detected: network_of(detected, class_names=("cat",)),
    ],
)
def test_a_frame_that_does_not_follow_resets(change):
    counting = Counting()
    chain, _ = stage(counting)
    for index in range(3):
        chain.process(make_detected(index))
    assert counting.resets == [0]
    chain.process(change(make_detected(3)))
    assert counting.resets == [0, 3]


@pytest.mark.parametrize(
    "change",
    [
        lambda detected: frame_of(detected, repeat=True),
        lambda detected: network_of(detected, size_wh=(64, 64)),
        lambda detected: network_of(detected, precision="fp16"),
        lambda detected: frame_of(detected, index=90),  # frames were dropped
    ],
)
def test_a_frame_that_follows_does_not(change):
    counting = Counting()
    chain, _ = stage(counting)
    for index in range(3):
        chain.process(make_detected(index))
    chain.process(change(make_detected(3)))
    assert counting.resets == [0]


@pytest.mark.parametrize("paced", [False, True])
def test_a_seek_and_a_loop_reset_but_a_repeat_does_not(paced):
    counting, sink, gate = Counting(), FakeSink(), Gate(closed=True)
    pipeline = make(FakeSource(20, gate=gate, frame_ns=1000), counting, paced=paced, at_end="hold")
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    gate.let(4)
    eventually(lambda: len(sink.items) == 4)
    pipeline.playback.set_loop(True)
    pipeline.playback.seek(10_000)
    gate.let(2)  # one read may be waiting for the frame before the seek
    eventually(lambda: sink.items[-1].frame.index >= 10)
    assert counting.resets[0] == 0 and len(counting.resets) == 2
    gate.open()
    eventually(lambda: len(counting.resets) >= 4)
    pipeline.stop()
    assert join(pipeline)
    assert counting.resets[2:4] == [10, 20]  # 10 to 19, then all of the film


@pytest.mark.parametrize(
    ("failing", "reason"),
    [
        (Failing(at=3), "no face model"),
        (Failing(at=3, answer="nothing"), "it returned str, expected Detected"),
        (Failing(in_reset=True), "nothing to forget"),
    ],
)
def test_a_processor_that_fails_is_left_out_and_told_and_the_run_goes_on(failing, reason):
    counting, sink = Counting(), FakeSink()
    pipeline = make(FakeSource(10), failing, counting)
    pipeline.outputs.attach(sink, name="s")
    pipeline.start()
    assert join(pipeline)
    assert sink.indices == list(range(10))
    assert [int(item.detected.detections.track_id[0]) for item in sink.items] == list(range(1, 11))
    assert [notice.text for notice in pipeline.take_notices()] == [
        f"the privacy blur failed and is left out from here on: {reason}"
    ]
    assert pipeline.take_notices() == []
    assert failing.seen <= 4


def test_each_source_of_a_session_has_processors_and_a_drawer_of_its_own_and_their_faults_are_notices():
    made, drawers, store = [], [], SettingsStore()

    def drawer():
        drawers.append(FakeDrawer())
        return drawers[-1]

    def counting():
        made.append(Counting())
        return made[-1]

    wanted = [chosen("failing", lambda: Failing(at=2), rank=2), chosen("counting", counting, rank=1)]
    session = Session(
        store,
        DetectorSwitch(lambda settings: FakeDetector(settings=settings), store),
        lambda address: FakeSource(10, name=address, frame_ns=1000),
        drawer,
        processors=ProcessorStore(wanted),
    )
    for number, address in enumerate(("a", "b"), 1):
        session.open(address)
        notices = []
        eventually(lambda notices=notices: notices.extend(session.take_notices()) or notices)
        assert notices == [
            Notice("error", "the privacy blur failed and is left out from here on: no face model")
        ]
        eventually(lambda number=number: len(made) == number and made[-1].frames == 10)
    Worker(session.close).join()
    assert len(drawers) == 2


def test_processors_are_exchanged_while_the_source_runs():
    """What stays goes on as it was opened, what comes is opened once; all are reset, as numbers change."""
    opened = []

    def counting():
        opened.append(Counting())
        return opened[-1]

    first, second = chosen("first", counting, rank=1), chosen("second", Dimming, rank=2)
    store, told = ProcessorStore([first]), []
    stage = ProcessStage((), Stats(), told.append, store)
    frames = [make_detected(index) for index in range(6)]
    for frame in frames[:2]:
        stage.process(frame)
    assert store.put("second", second) and not store.put("second", second)
    dimmed = stage.process(frames[2])
    assert [one.resets for one in opened] == [[0, 2]] and opened[0].frames == 1
    assert (dimmed.frame.image == frames[2].frame.image // 2).all()
    store.put("first", None)
    assert stage.process(frames[3]).detections.track_id is None
    store.put("second", None)
    assert stage.process(frames[4]) is frames[4] and told == []


@pytest.mark.parametrize("required", [False, True])
def test_a_processor_that_cannot_be_opened_is_told(required):
    def fails():
        raise ValueError("no face model")

    told = []
    store = ProcessorStore([chosen("blur", fails, required=required)])
    stage = ProcessStage((), Stats(), told.append, store)
    frame = make_detected(0)
    results = [stage.process(frame), stage.process(make_detected(1))]
    outcome = "so every image is covered" if required else "and is left out"
    assert len(told) == 1 and outcome in told[0] and "no face model" in told[0]
    assert all((item.frame.image == COVER).all() == required for item in results)
