"""A network that takes its precision up later is measured only then."""

import numpy as np
import pytest
from fake_detector import ClockedDetector, FakeClock

from yolocam.bench import settle as module
from yolocam.bench.settle import settle
from yolocam.frame import ModelInfo
from yolocam.settings import Settings

IMAGES = [np.zeros((4, 4, 3), np.uint8)]
INT8 = Settings(precision="int8")


class LateDetector(ClockedDetector):
    """Runs in int8 after `after` pictures; refuses after `until`."""

    def __init__(self, after=10**9, until=10**9):
        super().__init__(FakeClock())
        self.after, self.until = after, until

    @property
    def refusal(self):
        return "no" if len(self.batches) >= self.until else None

    @refusal.setter
    def refusal(self, value):
        pass

    def model_info(self, settings):
        precision = "int8" if len(self.batches) >= self.after else "fp32"
        return ModelInfo("late", ("thing",), (416, 416), "CPU", precision)


def test_until_it_has_changed():
    detector = LateDetector(after=61)
    assert settle(detector, IMAGES, INT8) is None
    assert len(detector.batches) == 61


def test_until_it_refuses():
    detector = LateDetector(until=5)
    assert settle(detector, IMAGES, INT8) == "no"
    assert len(detector.batches) == 5


@pytest.mark.parametrize("settings", [Settings(), Settings(precision="fp32")])
def test_nothing_to_wait_for(settings):
    detector = LateDetector()
    assert settle(detector, IMAGES, settings) is None
    assert detector.batches == []


def test_not_for_ever(monkeypatch):
    detector = LateDetector()
    assert "too little" in settle(detector, IMAGES, INT8)
    assert len(detector.batches) == module.MOST_RUNS
    seconds = iter(range(1000))
    assert "too little" in settle(LateDetector(), IMAGES, INT8, clock=lambda: next(seconds))
