"""Objects keep their numbers: while they cross, bounce, are missed, and where frames are missing."""

from dataclasses import replace

import numpy as np
import pytest

from yolocam.bench.moving_boxes import EVERY_FRAME, GAPS, OBJECTS, moving_boxes, switches, thinned
from yolocam.pipeline.tracking.assignment import assign
from yolocam.pipeline.tracking.tracker import Tracker
from yolocam.pipeline.tracking.tracks import Boxes

pytest.importorskip("lap")

METHODS = ("bytetrack", "ocsort")


def boxes(*rows, class_id=0):
    xyxy = np.array(rows, np.float32).reshape(-1, 4)
    return Boxes.of(xyxy, np.full(len(xyxy), class_id, np.int32))


def at(x, y=100, wide=20, high=40):
    return x, y, x + wide, y + high


def follow(tracker, looks):
    """Yield the objects of each frame with their numbers."""
    for look in looks:
        found = Boxes.of(look.xyxy, np.zeros(len(look.xyxy), np.int32))
        yield look.objects, tracker.update(found, None, look.seconds)


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("steps, most", [(EVERY_FRAME, 6), (GAPS[0], 4), (GAPS[1], 4), (GAPS[2], 8)])
def test_numbers_are_kept_in_a_crowd_of_one_class(method, steps, most):
    """ByteTrack that counts frames changes 92 numbers in the whole of the third scene."""
    tracker = Tracker(method)
    answers = list(follow(tracker, thinned(moving_boxes(7, 240), steps)))
    assert switches(answers) <= most
    assert len({number for _, numbers in answers for number in numbers.tolist()}) <= OBJECTS + most


@pytest.mark.parametrize("method", METHODS)
def test_time_says_where_an_object_is_after_a_gap(method):
    """Two that pass one another while nobody looks go on, rather than turn."""
    tracker = Tracker(method)
    for frame in range(20):
        first = tracker.update(boxes(at(10 + 4 * frame), at(250 - 4 * frame)), None, frame / 30)
    later = 19 + 20
    after = tracker.update(boxes(at(10 + 4 * later), at(250 - 4 * later)), None, later / 30)
    assert after.tolist() == first.tolist() == [1, 2]


def test_one_that_is_gone_for_longer_comes_back_as_another():
    tracker = Tracker()
    for frame in range(10):
        tracker.update(boxes(at(50)), None, frame / 30)
    assert tracker.update(boxes(at(50)), None, 0.9).tolist() == [1]
    assert tracker.update(boxes(), None, 1.0).tolist() == []
    for frame in range(10):
        tracker.update(boxes(), None, 2 + frame / 30)
    assert tracker.update(boxes(at(50)), None, 3.0).tolist() == [2]


def test_few_frames_a_second_are_enough():
    tracker = Tracker()
    numbers = [tracker.update(boxes(at(10 + 5 * i), at(300)), None, 2.0 * i).tolist() for i in range(8)]
    assert numbers == [[1, 2]] * 8


def test_weak_boxes_keep_a_track_and_begin_none():
    def run(weak_ones):
        tracker = Tracker()
        for frame in range(20):
            tracker.update(boxes(at(10 + 6 * frame)), None, frame / 30)
        for frame in range(20, 80):
            weak = boxes(at(10 + 6 * frame), at(700, 500)) if weak_ones else None
            assert len(tracker.update(boxes(), weak, frame / 30)) == 0
        return tracker.update(boxes(at(10 + 6 * 80), at(700, 500)), None, 80 / 30).tolist()

    assert run(weak_ones=True) == [1, 2]
    assert run(weak_ones=False) == [2, 3]


def test_same_frame_again_with_other_boxes_keeps_the_numbers():
    tracker = Tracker()
    for frame in range(5):
        before = tracker.update(boxes(at(10), at(200), at(400)), None, frame / 30)
    tracker.rewind()
    assert tracker.update(boxes(at(400)), None, 4 / 30).tolist() == [3]
    tracker.rewind()
    assert tracker.update(boxes(at(10), at(200), at(400), at(600)), None, 4 / 30).tolist() == [1, 2, 3, 4]
    tracker.rewind()
    assert tracker.update(boxes(at(10), at(200), at(400)), None, 4 / 30).tolist() == before.tolist()


def test_after_a_reset_no_number_is_given_again():
    tracker = Tracker()
    assert tracker.update(boxes(at(10), at(200)), None, 0.0).tolist() == [1, 2]
    tracker.reset()
    assert tracker.update(boxes(at(10), at(200)), None, 100.0).tolist() == [3, 4]


def test_clock_that_goes_back_or_stands_still_does_no_harm():
    tracker = Tracker()
    numbers = [tracker.update(boxes(at(10), at(90)), None, t).tolist() for t in (5.0, 5.1, 5.1, 4.0, 5.2)]
    assert numbers == [[1, 2]] * 5


def test_of_two_classes_in_one_place_each_keeps_its_own():
    tracker = Tracker()
    both = boxes(at(10), at(12))
    both = replace(both, class_id=np.array([0, 1]))
    for frame in range(5):
        first = tracker.update(both, None, frame / 30).tolist()
    assert tracker.update(both.select(np.array([1, 0])), None, 5 / 30).tolist() == first[::-1]


def test_odd_boxes_are_survived():
    tracker = Tracker()
    for seconds, found in enumerate(
        [boxes(), boxes((5, 5, 5, 5)), boxes((5, 5, 5, 5), (-3, 0, 1e6, 9)), boxes()]
    ):
        assert len(tracker.update(found, found, seconds / 10)) == len(found)


def test_pairs_cost_least_together():
    """Each would rather have the second box; together they do best otherwise."""
    cost = np.array([[2.0, 1.0, 9.0], [5.0, 1.5, 9.0]])
    rows, columns = assign(cost, 8.0)
    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == [(0, 0), (1, 1)]
    assert [len(part) for part in assign(cost, 0.5)] == [0, 0]
    assert [len(part) for part in assign(np.zeros((0, 3)), 8.0)] == [0, 0]
