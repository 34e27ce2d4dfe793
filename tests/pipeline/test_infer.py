import random

import pytest

from support.eventually import eventually
from support.fake_detector import FakeDetector
from support.pipeline.fakes import Worker, make_frame
from support.pipeline.gate import Gate
from yolocam.errors import DeviceError
from yolocam.pipeline.channel import Channel, Closed, WhenFull
from yolocam.pipeline.infer import InferenceStage
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")


class InferenceRig:
    def __init__(self, detector, *, batch=1, capacity=4, when_full=WhenFull.WAIT, room=1000):
        self.detector = detector
        self.store = SettingsStore()
        self.stats = Stats()
        self.captured = Channel(capacity, when_full)
        self.detected = Channel(room)
        stage = InferenceStage(self.captured, self.detected, detector, self.store, self.stats, batch)
        self.worker = Worker(stage.run)

    def put(self, *frames):
        for frame in frames:
            Worker(self.captured.put, frame).join()

    def get(self):
        return Worker(self.detected.get).join()

    def finish(self):
        """Let the frames that were put come out, and return them all."""
        self.captured.close()
        self.worker.join()
        return self.detected.cancel()


@pytest.mark.slow
@pytest.mark.parametrize("slots", [1, 2, 3])
@pytest.mark.parametrize("batch", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("seed", [0, 1])
def test_every_frame_gets_its_own_result_in_order(slots, batch, seed):
    chance = random.Random(seed)
    sizes = [(8, 6), (16, 6), (8, 12)]
    frames = [make_frame(i, chance.choice(sizes)) for i in range(60)]
    rig = InferenceRig(FakeDetector(slots), batch=batch)
    rig.put(*frames)
    results = rig.finish()
    assert [r.frame.index for r in results] == list(range(60))
    assert [int(r.detections.class_id[0]) for r in results] == list(range(60))
    assert rig.detector.under_way == 0
    assert rig.detector.most_under_way <= slots
    assert max(rig.detector.batches) <= batch
    assert rig.stats.snapshot().inferred == 60


def test_frames_of_one_size_fill_the_batches():
    rig = InferenceRig(FakeDetector(), batch=4)
    rig.put(*(make_frame(i) for i in range(10)))
    rig.finish()
    assert rig.detector.batches == [4, 4, 2]


def test_sizes_that_alternate_never_need_more_slots_than_there_are():
    rig = InferenceRig(FakeDetector(2), batch=5)
    rig.put(*(make_frame(i, (8 + i % 5, 6)) for i in range(20)))
    assert [r.frame.index for r in rig.finish()] == list(range(20))
    assert rig.detector.most_under_way == 2


@pytest.mark.parametrize("slots", [1, 2, 3])
def test_a_result_is_never_held_back_for_a_frame_that_has_not_come(slots):
    rig = InferenceRig(FakeDetector(slots))
    for index in range(5):
        rig.put(make_frame(index))
        assert rig.get().frame.index == index  # although nothing follows
    assert rig.finish() == []


def test_the_next_frame_is_submitted_before_the_last_result_is_asked_for():
    gate = Gate(closed=True)
    rig = InferenceRig(FakeDetector(2, gate=gate))
    rig.put(make_frame(0))
    gate.wait_reached()
    rig.put(make_frame(1), make_frame(2))
    assert rig.detector.submitted == 1
    gate.let()
    eventually(lambda: rig.detector.submitted == 3)
    assert rig.get().frame.index == 0
    gate.open()
    rig.finish()


def test_what_is_inferred_is_the_newest_frame_there_is():
    gate = Gate(closed=True)
    rig = InferenceRig(FakeDetector(1, gate=gate), capacity=1, when_full=WhenFull.DROP_OLDEST)
    chance, newest, seen = random.Random(3), 0, []
    rig.put(make_frame(0))
    for _ in range(30):
        gate.wait_reached()
        arrived = [newest + 1 + i for i in range(chance.randint(1, 5))]  # during one inference
        rig.put(*(make_frame(i) for i in arrived))
        newest = arrived[-1]
        gate.let()
        seen.append((rig.get().frame.index, arrived[0]))
        eventually(lambda: len(rig.captured) == 0)
    gate.open()
    for (shown, _), (_, first_since) in zip(seen[1:], seen, strict=False):
        assert shown >= first_since  # never older than one inference
    assert rig.finish()[-1].frame.index == newest


def test_settings_are_those_of_the_moment_of_submitting():
    rig = InferenceRig(FakeDetector())
    for confidence in (0.2, 0.6):
        rig.store.update(confidence=confidence)
        rig.put(make_frame())
        result = rig.get()
        assert result.settings.confidence == confidence
        assert result.detections.confidence[0] == pytest.approx(confidence)
    rig.finish()


def test_a_repeated_frame_is_inferred_but_not_counted():
    rig = InferenceRig(FakeDetector())
    rig.put(make_frame(0), make_frame(0, repeat=True))
    assert [r.frame.repeat for r in rig.finish()] == [False, True]
    assert rig.stats.snapshot().inferred == 1


def test_times_of_a_frame_are_noted():
    rig = InferenceRig(FakeDetector())
    rig.put(make_frame())
    rig.finish()
    stages = rig.stats.snapshot().stages
    assert {name: stage.total_ms for name, stage in stages.items()} == {
        "prepare": 1e-6, "network": 2e-6, "postprocess": 3e-6, "infer": 6e-6,
    }  # fmt: skip


def ended(rig, error, match):
    with pytest.raises(error, match=match):
        rig.worker.join()
    with pytest.raises(Closed):
        rig.captured.put(make_frame())
    with pytest.raises(Closed):
        while True:
            rig.detected.get()


def test_a_detector_that_refuses_a_frame_ends_the_stage():
    rig = InferenceRig(FakeDetector())
    rig.detector.submit_fault = DeviceError("no memory")
    rig.put(make_frame())
    ended(rig, DeviceError, "no memory")


@pytest.mark.parametrize("slots", [1, 2, 3])
def test_after_a_failed_batch_the_detector_can_serve_again(slots):
    gate = Gate(closed=True)
    rig = InferenceRig(FakeDetector(slots, gate=gate))
    rig.detector.result_faults = {1: DeviceError("lost")}
    rig.put(*(make_frame(i) for i in range(4)))
    gate.open()
    ended(rig, DeviceError, "lost")
    assert rig.detector.under_way == 0  # every result was asked for: no slot stays taken
    again = InferenceRig(rig.detector)
    again.put(make_frame(5))
    assert [r.frame.index for r in again.finish()] == [5]


def test_the_end_of_rendering_ends_the_stage_and_frees_the_detector():
    rig = InferenceRig(FakeDetector(2), room=1)
    rig.put(*(make_frame(i) for i in range(4)))
    eventually(lambda: len(rig.detected) == 1)
    rig.detected.cancel()
    rig.worker.join()
    assert rig.detector.under_way == 0
    with pytest.raises(Closed):
        rig.captured.put(make_frame())


def test_an_end_in_the_middle_of_a_batch_loses_nothing():
    rig = InferenceRig(FakeDetector(), batch=4)
    rig.put(make_frame(0), make_frame(1))
    assert rig.worker.stays_busy()
    assert [r.frame.index for r in rig.finish()] == [0, 1]


def test_the_number_of_slots_may_change_while_it_runs():
    rig = InferenceRig(FakeDetector(3, limit=3))
    chance = random.Random(5)
    for index in range(60):
        rig.put(make_frame(index))
        if index % 7 == 0:
            rig.detector.slots = chance.randint(1, 3)
    assert [r.frame.index for r in rig.finish()] == list(range(60))
