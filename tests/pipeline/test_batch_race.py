"""A run finds out by itself whether two images at a time are quicker."""

import pytest

from support.fake_detector import ClockedDetector, FakeClock
from support.pipeline.fakes import Worker, make_frame
from yolocam.errors import OutOfMemoryError
from yolocam.pipeline.batch_race import TURNS, BatchRace
from yolocam.pipeline.channel import Channel
from yolocam.pipeline.infer import InferenceStage
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore

pytestmark = pytest.mark.usefixtures("no_thread_left")

FRAMES = 100


def run(detector, frames=FRAMES):
    """Return the race's answers, the stage, and the numbers of the frames as they came out."""
    answers = []
    captured, detected = Channel(frames), Channel(frames)
    for number in range(frames):
        captured.put(make_frame(number))
    captured.close()
    race = BatchRace(answers.append)
    stage = InferenceStage(captured, detected, detector, SettingsStore(), Stats(), 2, race=race)
    Worker(stage.run).join()
    return answers, stage, [one.frame.index for one in detected.cancel()]


@pytest.mark.parametrize(("call_ns", "best"), [(1_000_000, 2), (0, 1)])
def test_the_quicker_size_goes_on_to_the_end(call_ns, best):
    detector = ClockedDetector(FakeClock(), call_ns=call_ns, each_ns=1_000_000)
    answers, stage, numbers = run(detector)
    assert (answers, stage.batch, numbers) == ([best], best, list(range(FRAMES)))
    assert set(detector.batches[2 * TURNS :]) == {best}
    assert set(detector.batches[: 2 * TURNS]) == {1, 2}


def test_a_disturbance_does_not_decide():
    slow = dict.fromkeys(range(0, 2 * TURNS - 2), 10**9)  # nearly all of them
    detector = ClockedDetector(FakeClock(), call_ns=1_000_000, each_ns=1_000_000, hiccups=slow)
    assert run(detector)[0] == [2]


def test_a_short_run_decides_nothing():
    detector = ClockedDetector(FakeClock())
    answers, _, numbers = run(detector, frames=7)
    assert (answers, numbers) == ([], list(range(7)))


def test_where_two_do_not_fit_one_goes_on():
    class Small(ClockedDetector):
        def submit(self, images, settings):
            if len(images) > 1:
                raise OutOfMemoryError("too much")
            return super().submit(images, settings)

    detector = Small(FakeClock())
    answers, stage, numbers = run(detector)
    assert (answers, stage.batch, numbers) == ([], 1, list(range(FRAMES)))
