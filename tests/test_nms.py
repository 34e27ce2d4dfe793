"""Non-maximum suppression against the loop that defines it."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.darknet import plain_detector
from yolocam import nms
from yolocam.nms import BLOCK, greedy_nms, settle


def crowd(count, classes=1, spread=100.0, seed=0, whole=False):
    """Return boxes (N, 4) and classes (N,), in the order of a confidence that is never looked at."""
    rng = np.random.default_rng(seed)
    corner = rng.uniform(0, spread, (count, 2))
    size = rng.uniform(0, 20, (count, 2))
    boxes = np.concatenate((corner, corner + size), axis=1)
    boxes = boxes.round() if whole else boxes  # whole numbers: touching, equal and empty boxes
    return boxes.astype(np.float32), rng.integers(0, classes, count)


def expected(boxes, kinds, threshold, max_det):
    return plain_detector.greedy_nms(boxes, kinds, np.float32(threshold), max_det)


@settings(deadline=None, max_examples=60)
@given(
    count=st.integers(0, 60),
    classes=st.integers(1, 3),
    spread=st.sampled_from([5.0, 30.0, 200.0]),
    seed=st.integers(0, 2**32 - 1),
    whole=st.booleans(),
    threshold=st.sampled_from([0.0, 0.3, 0.45, 0.5, 1.0]),
    max_det=st.sampled_from([1, 7, 300]),
)
@example(count=0, classes=1, spread=5.0, seed=0, whole=False, threshold=0.45, max_det=300)
def test_is_the_greedy_loop(count, classes, spread, seed, whole, threshold, max_det):
    boxes, kinds = crowd(count, classes, spread, seed, whole)
    found = greedy_nms(boxes, kinds, threshold, max_det)
    assert found.dtype == np.intp
    assert found.tolist() == expected(boxes, kinds, threshold, max_det)


@pytest.mark.slow
@pytest.mark.parametrize("count", [BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 3])
def test_is_the_greedy_loop_across_blocks(count):
    boxes, kinds = crowd(count, classes=4, spread=50.0, seed=count)
    found = greedy_nms(boxes, kinds, 0.45, count).tolist()
    assert found == expected(boxes, kinds, 0.45, count)
    assert found == sorted(found)
    assert any(row >= BLOCK for row in found) == (count > BLOCK)


def test_tiny_blocks_change_nothing(monkeypatch):
    boxes, kinds = crowd(80, classes=2, spread=40.0, seed=3)
    whole = greedy_nms(boxes, kinds, 0.3, 300).tolist()
    for block in (1, 7):
        monkeypatch.setattr(nms, "BLOCK", block)
        assert greedy_nms(boxes, kinds, 0.3, 300).tolist() == whole


@pytest.mark.parametrize("length", [2, 3, 50, BLOCK + 50])
def test_a_chain_of_suppression_keeps_every_other_box(length):
    """Each box overlaps only its neighbours: what falls must no longer remove anything."""
    left = np.arange(length, dtype=np.float32) * 4
    boxes = np.stack((left, np.zeros_like(left), left + 10, np.ones_like(left)), axis=1)
    found = greedy_nms(boxes, np.zeros(length), 0.4, length)  # neighbours have 6 / 14 in common
    assert found.tolist() == list(range(0, length, 2))


def test_equal_boxes_leave_the_first():
    boxes = np.array([[0.0, 0, 5, 5]] * 4, np.float32)
    assert greedy_nms(boxes, np.array([1, 1, 2, 1]), 0.45, 300).tolist() == [0, 2]


def test_an_overlap_equal_to_the_threshold_stays():
    boxes = np.array([[0.0, 0, 4, 1], [0, 0, 2, 1]])  # 2 of 4: exactly a half
    same = np.zeros(2)
    assert greedy_nms(boxes, same, 0.5, 300).tolist() == [0, 1]
    assert greedy_nms(boxes, same, 0.499, 300).tolist() == [0]


def test_boxes_without_area_do_not_disturb():
    boxes = np.array([[1.0, 1, 1, 1], [1, 1, 1, 1], [0, 0, 9, 9], [3, 3, 3, 8], [9, 0, 18, 9]], np.float32)
    assert greedy_nms(boxes, np.zeros(5), 0.0, 300).tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("max_det", [1, 5, 40, 100, 700])
def test_fewer_boxes_are_the_first_of_all(max_det):
    boxes, kinds = crowd(1500, classes=3, spread=150.0, seed=5)
    everything = greedy_nms(boxes, kinds, 0.45, 1500).tolist()
    assert len(everything) > max_det
    assert greedy_nms(boxes, kinds, 0.45, max_det).tolist() == everything[:max_det]


def test_stops_once_enough_are_found(monkeypatch):
    boxes, kinds = crowd(10 * BLOCK, spread=1e5)
    rounds = []
    monkeypatch.setattr(nms, "settle", lambda removes: rounds.append(1) or settle(removes))
    assert len(greedy_nms(boxes, kinds, 0.45, 100)) == 100
    assert len(rounds) == 1


def test_ten_thousand_boxes_need_little_memory():
    """No table of all pairs is made, which would have 100 million entries."""
    boxes, kinds = crowd(10_000, classes=4, spread=120.0, seed=9)
    tracemalloc.start()
    try:
        found = greedy_nms(boxes, kinds, 0.45, 10_000)
        python_peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(found) > BLOCK
    assert python_peak < 16 << 20


def test_settle_is_the_greedy_answer():
    rng = np.random.default_rng(1)
    for _ in range(200):
        count = int(rng.integers(1, 12))
        removes = np.triu(rng.random((count, count)) < 0.3, 1)
        alive = []
        for box in range(count):
            alive.append(not any(alive[other] and removes[other, box] for other in range(box)))
        assert settle(removes).tolist() == alive
