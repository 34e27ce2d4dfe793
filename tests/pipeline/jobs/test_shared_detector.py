"""One detector under several pipelines: never more batches than slots, and nobody waits for another."""

import threading

import numpy as np
import pytest

from support.fake_detector import FakeDetector
from yolocam.pipeline.jobs.shared_detector import SharedDetector
from yolocam.settings import Settings

SETTINGS = Settings()


def image(value: int) -> np.ndarray:
    return np.full((2, 2, 3), value, np.uint8)


def class_of(pending) -> int:
    (inference,) = pending.result()
    return int(inference.detections.class_id[0])


@pytest.mark.parametrize("slots", [1, 2, 3])
def test_a_pipeline_that_asks_for_nothing_holds_up_no_other(slots):
    detector = FakeDetector(slots)  # fails where more batches are under way than it has slots
    shared = SharedDetector(detector)
    kept = [shared.submit([image(number)], SETTINGS) for number in range(slots)]
    assert [class_of(shared.submit([image(number)], SETTINGS)) for number in range(10, 15)] == [
        10, 11, 12, 13, 14,
    ]  # fmt: skip
    assert [class_of(pending) for pending in reversed(kept)] == list(reversed(range(slots)))


def test_an_error_reaches_the_owner_of_the_batch_and_no_other():
    detector = FakeDetector(1)
    detector.result_faults[0] = RuntimeError("of the first")
    shared = SharedDetector(detector)
    first, second = (shared.submit([image(number)], SETTINGS) for number in (1, 2))
    assert class_of(second) == 2
    with pytest.raises(RuntimeError, match="of the first"):
        first.result()


def test_many_threads_get_their_own_results():
    shared = SharedDetector(FakeDetector(2))
    wrong: list[tuple[int, int]] = []

    def work(number: int) -> None:
        for value in range(number, 200, 4):
            found = class_of(shared.submit([image(value)], SETTINGS))
            if found != value:
                wrong.append((value, found))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not wrong and not any(thread.is_alive() for thread in threads)
