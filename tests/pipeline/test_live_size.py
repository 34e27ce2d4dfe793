"""The size at which a network keeps up is found from the largest down, with as few runs as that takes."""

from types import SimpleNamespace

import pytest

from yolocam.pipeline.live_size import RUNS, image_ms, live_size
from yolocam.settings import Settings

MS = 1_000_000


class Clocked:
    """A detector whose clock runs by what a picture costs: so many milliseconds at 160 pixels."""

    def __init__(self, ms_at_160, first_ms=500):
        self.ms_at_160, self.first_ms = ms_at_160, first_ms
        self.now_ns = 0
        self.seen = []

    def submit(self, images, settings):
        assert images[0].shape == (720, 1280, 3)
        fresh = settings.imgsz not in self.seen
        self.seen.append(settings.imgsz)
        ms = self.ms_at_160 * (settings.imgsz / 160) ** 2 + (self.first_ms if fresh else 0)
        self.now_ns += round(ms * MS)
        return SimpleNamespace(result=lambda: None)

    def clock(self):
        return self.now_ns


@pytest.mark.parametrize(
    ("ms_at_160", "size"), [(1, 640), (1.25, 640), (1.3, 480), (2.2, 480), (2.3, 320), (50, 320)]
)
def test_the_largest_that_keeps_up_and_else_the_smallest(ms_at_160, size):
    detector = Clocked(ms_at_160)
    assert live_size(detector, (320, 480, 640), Settings(), clock=detector.clock) == size


def test_a_quick_machine_measures_one_size_only():
    detector = Clocked(0.1)
    live_size(detector, (320, 480, 640), Settings(), clock=detector.clock)
    assert set(detector.seen) == {640}
    assert len(detector.seen) == 1 + RUNS


def test_one_size_is_not_measured():
    assert live_size(None, (320,), Settings()) == 320


def test_the_first_run_and_disturbed_ones_do_not_count():
    detector = Clocked(1)
    disturbed = iter([0, 5 * MS, 5 * MS, 5 * MS] + [0] * 100)
    clock = lambda: detector.now_ns + next(disturbed)  # noqa: E731
    assert image_ms(detector, Settings(imgsz=320), clock=clock) == pytest.approx(1 * 2**2)
