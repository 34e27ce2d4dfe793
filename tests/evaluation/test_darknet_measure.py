"""Darknet's measure, against hand-computed cases and against its own loops written out once more."""

import numpy as np
import pytest

from support.labelled_things import CATEGORIES, evaluated, labels, random_set
from yolocam.evaluation.darknet_measure import average_precision, darknet_measure


@pytest.mark.parametrize(
    ("hits", "objects", "points", "expected"),
    [
        # precision 1, 1/2, 2/3 at recall 1/4, 1/4, 2/4
        ([1, 0, 1], 4, 0, 0.25 * 1 + 0.25 * 2 / 3),
        # recall 0, .1, .2 find precision 1; .3, .4, .5 find 2/3; the others nothing
        ([1, 0, 1], 4, 11, (3 * 1 + 3 * 2 / 3) / 11),
        # recall 0 to .25 are 26 of the 101 points, .26 to .5 are 25
        ([1, 0, 1], 4, 101, (26 * 1 + 25 * 2 / 3) / 101),
        # a wrong one first: 1/2 and 2/3, and the better of them counts for both
        ([0, 1, 1], 2, 0, 2 / 3),
        ([1, 1], 2, 11, 1.0),
        ([0, 0], 2, 0, 0.0),
        ([], 2, 0, 0.0),
        ([0], 0, 101, 0.0),
    ],
)
def test_average_precision_by_hand(hits, objects, points, expected):
    assert average_precision(np.array(hits, np.bool_), objects, points) == pytest.approx(expected)


def test_counts_by_hand():
    cat = (3, 100, 100, 100, 100)
    dog = (7, 300, 100, 100, 100)
    figures = darknet_measure(
        [
            evaluated(
                1,
                labels(cat, dog),
                (3, 0.9, 100, 100, 100, 80),  # the cat, overlap 0.8
                (3, 0.6, 100, 100, 100, 90),  # the cat again: wrong
                (7, 0.5, 100, 100, 100, 100),  # a dog where the cat is: wrong
                (7, 0.2, 300, 100, 100, 100),  # the dog, below 0.25: counts for the curve only
                (7, 0.004, 300, 100, 100, 100),  # too unsure for anything
            ),
            evaluated(2, labels(cat), (3, 0.3, 110, 100, 100, 50)),  # overlap below a half: wrong
        ],
        CATEGORIES,
    )
    by_name = {one.category.name: one for one in figures.classes}
    assert (by_name["cat"].true_positives, by_name["cat"].false_positives) == (1, 2)
    assert (by_name["dog"].true_positives, by_name["dog"].false_positives) == (0, 1)
    assert by_name["cat"].ap == pytest.approx(0.5)  # one of two cats, found first
    assert by_name["dog"].ap == pytest.approx(0.5)  # found second
    assert (figures.true_positives, figures.false_positives, figures.false_negatives) == (1, 3, 2)
    assert figures.precision == pytest.approx(1 / 4)
    assert figures.recall == pytest.approx(1 / 3)
    assert figures.f1 == pytest.approx(2 / 7)
    assert figures.average_iou == pytest.approx(0.8 / 4)
    assert figures.mean_ap == pytest.approx(1 / 3)  # over three classes
    assert figures.mean_ap_labelled == pytest.approx(1 / 2)  # over the two that occur


def test_overlap_of_exactly_a_half_is_not_enough():
    truth = labels((3, 0, 0, 100, 100))
    assert darknet_measure([evaluated(1, truth, (3, 0.9, 0, 0, 100, 50))], CATEGORIES).true_positives == 0
    assert darknet_measure([evaluated(1, truth, (3, 0.9, 0, 0, 100, 51))], CATEGORIES).true_positives == 1


def test_a_crowd_is_no_object():
    truth = labels((3, 0, 0, 100, 100), (3, 200, 0, 100, 100), crowd=[1])
    found = [(3, 0.9, 0, 0, 100, 100), (3, 0.8, 200, 0, 100, 100)]
    figures = darknet_measure([evaluated(1, truth, *found)], CATEGORIES)
    assert (figures.true_positives, figures.false_positives, figures.false_negatives) == (1, 1, 0)


def test_nothing_labelled_and_nothing_found():
    figures = darknet_measure([evaluated(1, labels())], CATEGORIES)
    assert (figures.mean_ap, figures.mean_ap_labelled, figures.f1, figures.average_iou) == (0, 0, 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("points", [0, 11, 101])
@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_darknets_loops(seed, points):
    images = random_set(seed, crowds=False)
    figures = darknet_measure(images, CATEGORIES, points)
    aps, right, wrong, iou_sum = darknets_loops(images, points)
    assert [one.ap for one in figures.classes] == pytest.approx(aps, abs=1e-12)
    assert (figures.true_positives, figures.false_positives) == (right, wrong)
    assert figures.average_iou == pytest.approx(iou_sum / (right + wrong))
    assert right > 5 and wrong > 5 and 0 < max(aps) < 1


def darknets_loops(images, points):
    """validate_detector_map, one detection after the other."""
    everything, right, wrong, iou_sum, truths = [], 0, 0, 0.0, 0
    objects = dict.fromkeys([c.number for c in CATEGORIES], 0)
    for image in images:
        targets = []
        for box, confidence, kind in zip(image.xyxy, image.confidence, image.category, strict=True):
            if confidence <= 0.005:
                continue
            target, best = -1, 0.0
            for j, (other, its_kind) in enumerate(zip(image.labels.xyxy, image.labels.category, strict=True)):
                overlap = iou(box, other)
                if overlap > 0.5 and its_kind == kind and overlap > best:
                    target, best = truths + j, overlap
            if confidence > 0.25:
                if target >= 0 and target not in targets:
                    right, iou_sum = right + 1, iou_sum + best
                else:
                    wrong += 1
            targets.append(target)
            everything.append((confidence, kind, target))
        for kind in image.labels.category:
            objects[int(kind)] += 1
        truths += len(image.labels)
    everything.sort(key=lambda row: -row[0])
    return [average(everything, kind, n, points) for kind, n in objects.items()], right, wrong, iou_sum


def average(everything, kind, objects, points):
    taken, hit, missed, curve = set(), 0, 0, []
    for _, its_kind, target in everything:
        if its_kind == kind:
            if target >= 0 and target not in taken:
                taken.add(target)
                hit += 1
            else:
                missed += 1
        precision = hit / (hit + missed) if hit + missed else 0.0
        curve.append((hit / objects if objects else 0.0, precision))
    if points:
        wanted = [point / (points - 1) for point in range(points)]
        return sum(max((p for r, p in curve if r >= at), default=0.0) for at in wanted) / points
    area, (last_recall, last_precision) = 0.0, curve[-1]
    for recall, precision in reversed(curve[:-1]):
        last_precision = max(last_precision, precision)
        area += (last_recall - recall) * last_precision
        last_recall = recall
    return area + last_recall * last_precision


def iou(a, b):
    common = np.prod(np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None))
    return common / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - common)
