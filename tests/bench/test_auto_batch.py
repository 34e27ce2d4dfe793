"""The choice of a batch for a detector: measured once, then remembered, never larger than fits."""

import numpy as np
import pytest
import torch

from support.fake_detector import ClockedDetector, FakeClock
from yolocam.bench import auto_batch as module
from yolocam.bench.auto_batch import auto_batch
from yolocam.bench.remembered import BatchMemory
from yolocam.settings import Settings

IMAGES = [np.zeros((100, 100, 3), np.uint8)]


class SteadyDetector(ClockedDetector):
    """Takes 2 ms of its clock for every batch: larger ones gain much."""

    def __init__(self):
        super().__init__(FakeClock(), call_ns=2_000_000, each_ns=0)


@pytest.fixture
def memory(tmp_path):
    return BatchMemory(tmp_path / "batch_sizes.json")


def choose(memory, **options):
    detector = SteadyDetector()
    found = auto_batch(
        detector, IMAGES, Settings(device="cpu"), seconds=0.01, memory=memory, clock=detector.clock, **options
    )
    return found, detector


def test_measured_once_then_remembered(memory):
    first, _ = choose(memory)
    assert first.tuning is not None and first.batch > 1
    second, detector = choose(memory)
    assert (second.batch, second.tuning, detector.batches) == (first.batch, None, [])
    third, detector = choose(memory, fresh=True)
    assert third.tuning is not None and detector.batches


def test_another_network_of_the_same_name_is_measured(memory):
    choose(memory)
    detector = SteadyDetector()
    detector.structure = "other layers"
    found = auto_batch(
        detector, IMAGES, Settings(device="cpu"), seconds=0.01, memory=memory, clock=detector.clock
    )
    assert found.tuning is not None


class OneLaneDetector(SteadyDetector):
    """Takes many times as long with several streams: they would wait for one another's memory."""

    def __init__(self):
        super().__init__()
        self.streams = 4

    def cost(self, images):
        if self.streams > 1:
            self.clock.now += 50_000_000
        return super().cost(images)


def test_the_best_number_of_streams_is_taken_and_remembered(memory):
    for attempt in range(2):
        detector = OneLaneDetector()
        found = auto_batch(
            detector,
            IMAGES,
            Settings(device="cpu"),
            largest=64,
            seconds=0.01,
            memory=memory,
            clock=detector.clock,
        )
        assert found.streams == detector.streams == 1
        assert (found.streams_tried is None) == (attempt == 1), "the second time it is remembered"


def test_a_short_folder_gets_no_larger_batch_and_teaches_nothing(memory):
    short, detector = choose(memory, largest=3)
    assert short.batch == 2 and max(detector.batches) == 2
    full, _ = choose(memory)
    assert full.tuning is not None
    again, _ = choose(memory, largest=1)
    assert (again.batch, again.tuning) == (1, None)


def test_a_remembered_batch_shrinks_with_the_memory(memory, monkeypatch):
    first, detector = choose(memory)
    held = IMAGES[0].nbytes * (detector.slots + 1)
    monkeypatch.setattr(module, "memory_limit", lambda gpu: 2 * held + memory_of(first))
    smaller, _ = choose(memory)
    assert smaller.batch < first.batch


def memory_of(found):
    return found.tuning.chosen.memory // found.batch


def test_tight_memory_ends_the_search(memory, monkeypatch):
    monkeypatch.setattr(module, "memory_limit", lambda gpu: 4 * IMAGES[0].nbytes)
    found, detector = choose(memory)
    assert found.tuning.reason == "memory"
    assert max(detector.batches) <= 4


class FakeGpu:
    """Reserves 100 MB for the network and 10 MB for each picture of the largest batch since `begin`.

    The first batch of a size takes a gigabyte more: cuDNN tries its algorithms.
    """

    index = 0
    uuid = None

    def __init__(self, detector, free):
        self.detector, self.free = detector, free
        self.seen = set()

    def begin(self):
        self.seen.update(self.detector.batches)
        self.detector.batches.clear()

    def peaks(self):
        tried = 1000 if set(self.detector.batches) - self.seen else 0
        reserved = (100 + tried + 10 * max(self.detector.batches, default=0)) << 20
        return reserved - (1 << 20), reserved

    def available(self):
        return self.free


def test_on_a_gpu_its_own_memory_counts(memory, monkeypatch):
    detector = SteadyDetector()
    gpu = FakeGpu(detector, free=200 << 20)
    monkeypatch.setattr(module, "gpu_memory", lambda name: gpu)
    found = auto_batch(detector, IMAGES, Settings(), seconds=0.01, memory=memory, clock=detector.clock)
    trials = {trial.batch: trial for trial in found.tuning.trials}
    assert found.tuning.reason == "memory" and max(trials) == 16  # 80 % of 200 MB
    assert trials[8].memory == 80 << 20
    assert (trials[8].allocated, trials[8].reserved) == (179 << 20, 180 << 20)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_real_gpu(memory):
    from yolocam.loading import make_detector
    from yolocam.zoo.library import find_model

    settings = Settings(device="cuda")
    detector = make_detector(find_model("yolov3-tiny"), settings, streams=2)
    images = [np.zeros((720, 1280, 3), np.uint8)] * 4
    found = auto_batch(detector, images, settings, seconds=0.2, memory=memory)
    detector.close()
    rates = {trial.batch: trial.images_per_s for trial in found.tuning.trials}
    assert rates[found.batch] >= 0.95 * max(rates.values())
    assert all(trial.reserved >= trial.allocated > 0 for trial in found.tuning.trials)
