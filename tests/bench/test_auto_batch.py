"""The choice of a batch for a detector: measured once, then remembered, never larger than fits."""

import time

import numpy as np
import pytest
from fake_detector import ClockedDetector

from yolocam.bench import auto_batch as module
from yolocam.bench.auto_batch import auto_batch
from yolocam.bench.remembered import BatchMemory
from yolocam.settings import Settings

IMAGES = [np.zeros((100, 100, 3), np.uint8)]


class SleepingDetector(ClockedDetector):
    """Really takes its time, so that the rates are those of a real clock: larger batches gain much."""

    def __init__(self):
        super().__init__(type("", (), {"now": 0})(), call_ns=0, each_ns=0)

    def submit(self, images, settings):
        time.sleep(0.002)
        return super().submit(images, settings)


@pytest.fixture
def memory(tmp_path):
    return BatchMemory(tmp_path / "batch_sizes.json")


def choose(memory, **options):
    detector = SleepingDetector()
    found = auto_batch(detector, IMAGES, Settings(device="cpu"), seconds=0.01, memory=memory, **options)
    return found, detector


def test_measured_once_then_remembered(memory):
    first, _ = choose(memory)
    assert first.tuning is not None and first.batch > 1
    second, detector = choose(memory)
    assert (second.batch, second.tuning, detector.batches) == (first.batch, None, [])
    third, detector = choose(memory, fresh=True)
    assert third.tuning is not None and detector.batches


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
