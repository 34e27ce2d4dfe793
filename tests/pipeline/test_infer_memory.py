"""A batch that does not fit into memory is done in smaller ones: nothing is lost, nothing changes place."""

import threading
import weakref
from fractions import Fraction

import numpy as np
import pytest

from yolocam.detections import Detections
from yolocam.errors import OutOfMemoryError
from yolocam.frame import Frame, Inference, ModelInfo, SourceInfo, Timing, publish
from yolocam.pipeline.channel import Channel
from yolocam.pipeline.infer import InferenceStage
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore

INFO = SourceInfo("small", "video", (4, 2), fps=Fraction(25))
MODEL = ModelInfo("fake", ("thing",), (32, 32), "cpu", "fp32")


class TightDetector:
    """Has memory for `room` pictures at one time, over all batches under way; tells when it is asked."""

    def __init__(self, room: int, slots: int, refuses_at: str) -> None:
        self.room, self.slots, self.refuses_at = room, slots, refuses_at
        self.taken = 0
        self.sizes: list[int] = []

    def submit(self, images, settings):
        self.sizes.append(len(images))
        if self.refuses_at == "submit" and self.taken + len(images) > self.room:
            raise OutOfMemoryError("full")
        self.taken += len(images)
        return _BatchUnderWay(self, images, self.taken > self.room)

    def close(self) -> None:
        pass


class _BatchUnderWay:
    def __init__(self, detector, images, refused) -> None:
        self.detector, self.images, self.refused = detector, images, refused

    def result(self):
        self.detector.taken -= len(self.images)
        if self.refused:
            raise OutOfMemoryError("full")
        return [Inference(Detections.empty(), Timing(network_ns=int(i[0, 0, 0])), MODEL) for i in self.images]


def run_stage(detector, frames: int, batch: int):
    captured, detected = Channel(frames + 1), Channel(frames + 1)
    for index in range(frames):
        image = publish(np.full((2, 4, 3), index, np.uint8))
        captured.put(Frame(image, index, index, index, INFO))
    captured.close()
    stage = InferenceStage(captured, detected, detector, SettingsStore(), Stats(), batch)
    errors: list[BaseException] = []

    def work() -> None:
        try:
            stage.run()
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
    return stage, [detected.get() for _ in range(len(detected))], errors


@pytest.mark.parametrize("refuses_at", ["submit", "result"])
@pytest.mark.parametrize(("room", "slots"), [(3, 1), (3, 2), (1, 2), (8, 3), (5, 4)])
def test_every_frame_comes_once_and_in_order(refuses_at, room, slots):
    detector = TightDetector(room, slots, refuses_at)
    stage, found, errors = run_stage(detector, frames=37, batch=8)
    assert errors == []
    assert [item.frame.index for item in found] == list(range(37))
    assert [item.inference.timing.network_ns for item in found] == list(range(37))
    assert stage.batch <= max(room, 1)


class BatchTensors:
    """What a batch has on the device."""


class HoldingDetector:
    """Holds tensors for each batch in the frame that fails; notes which earlier ones live at each submit."""

    slots = 2

    def __init__(self, refuses_at: str) -> None:
        self.refuses_at = refuses_at
        self.made: list[weakref.ref[BatchTensors]] = []
        self.alive: list[int] = []

    def _run(self, images) -> None:
        tensors = BatchTensors()
        self.made.append(weakref.ref(tensors))
        if len(images) > 1:
            try:
                raise RuntimeError("CUDA out of memory")
            except RuntimeError as error:
                raise OutOfMemoryError("full") from error

    def submit(self, images, settings):
        self.alive.append(sum(made() is not None for made in self.made))
        if self.refuses_at == "submit":
            self._run(images)
        return _Held(self, images)

    def close(self) -> None:
        pass


class _Held:
    def __init__(self, detector, images) -> None:
        self.detector, self.images = detector, images

    def result(self):
        if self.detector.refuses_at == "result":
            self.detector._run(self.images)
        return [Inference(Detections.empty(), Timing(), MODEL) for _ in self.images]


@pytest.mark.parametrize("refuses_at", ["submit", "result"])
def test_a_batch_that_did_not_fit_is_gone_before_its_halves_are_tried(refuses_at):
    detector = HoldingDetector(refuses_at)
    _, found, errors = run_stage(detector, frames=16, batch=8)
    assert (len(found), errors) == (16, [])
    assert max(detector.alive) == 0


def test_later_batches_stay_small():
    detector = TightDetector(2, 1, "result")
    run_stage(detector, frames=24, batch=8)
    assert max(detector.sizes[3:]) <= 4 and detector.sizes[-3:] == [2, 2, 2]


def test_enough_memory_changes_nothing():
    detector = TightDetector(99, 2, "submit")
    stage, _, _ = run_stage(detector, frames=16, batch=8)
    assert detector.sizes == [8, 8] and stage.batch == 8


@pytest.mark.parametrize("refuses_at", ["submit", "result"])
def test_a_single_frame_that_does_not_fit_ends_the_run(refuses_at):
    _, found, errors = run_stage(TightDetector(0, 2, refuses_at), frames=9, batch=4)
    assert found == [] and [type(error) for error in errors] == [OutOfMemoryError]
