"""A network that takes its precision up later is measured only then."""

import numpy as np

from support.fake_detector import ClockedDetector, FakeClock
from yolocam.bench import settle as module
from yolocam.bench.settle import settle
from yolocam.settings import Settings

IMAGES = [np.zeros((4, 4, 3), np.uint8)]
INT8 = Settings(precision="int8")


class LateDetector(ClockedDetector):
    """Runs in int8 after `after` images; refuses after `until`."""

    def __init__(self, after=10**9, until=10**9):
        super().__init__(FakeClock())
        self.after, self.until = after, until

    @property
    def refusal(self):
        return "no" if len(self.batches) >= self.until else None

    @property
    def settled(self):
        return len(self.batches) >= self.after or self.refusal is not None


def test_until_it_has_changed():
    detector = LateDetector(after=61)
    assert settle(detector, IMAGES, INT8) is None
    assert len(detector.batches) == 61


def test_until_it_refuses():
    detector = LateDetector(until=5)
    assert settle(detector, IMAGES, INT8) == "no"
    assert len(detector.batches) == 5


def test_nothing_to_wait_for():
    detector = LateDetector(after=0)
    assert settle(detector, IMAGES, Settings()) is None
    assert detector.batches == []


def test_not_for_ever(monkeypatch):
    detector = LateDetector()
    assert "too little" in settle(detector, IMAGES, INT8)
    assert len(detector.batches) == module.MOST_RUNS
    seconds = iter(range(1000))
    assert "too little" in settle(LateDetector(), IMAGES, INT8, clock=lambda: next(seconds))
