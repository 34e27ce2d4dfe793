"""Darknet's measure, that of `darknet detector map`: mAP@0.50, and what its usual threshold finds.

It differs from COCO's AP50 in three ways. The area under the curve takes every recall instead of 101. The
mean goes over all classes, also those without an object. A detection belongs to the object that it
overlaps most, even if that is taken. Crowds count as nothing, and what is found there as wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from yolocam.evaluation.evaluated import EvaluatedImage
from yolocam.evaluation.labelled_images import Category
from yolocam.nms import pairwise_iou

OVERLAP = 0.5
LEAST_CONFIDENCE = 0.005
"""What Darknet asks of a detection that counts at all."""

CONFIDENCE = 0.25
"""The threshold of its counts: right, wrong and missed."""

Points = Literal[0, 11, 101]


@dataclass(frozen=True, slots=True)
class DarknetClass:
    """One category. `ap` in 0..1; the counts are at CONFIDENCE."""

    category: Category
    objects: int
    ap: float
    true_positives: int
    false_positives: int


@dataclass(frozen=True, slots=True)
class DarknetFigures:
    """The whole. Ratios in 0..1.

    `mean_ap` goes over all classes, as Darknet's own; `mean_ap_labelled` over those with objects.
    `average_iou` is the overlap of the true positives, shared by the false ones too, as Darknet has it.
    """

    classes: tuple[DarknetClass, ...]
    mean_ap: float
    mean_ap_labelled: float
    true_positives: int
    false_positives: int
    false_negatives: int
    precision: float
    recall: float
    f1: float
    average_iou: float


@dataclass(frozen=True, slots=True, eq=False)
class _Detections:
    """All detections, image after image, strongest first within each.

    `category` int64 (N,); `confidence` float64 (N,); `target` int64 (N,): the number of the object that it
    overlaps most, -1 if none enough; `iou` float64 (N,): how much.
    """

    category: NDArray[np.int64]
    confidence: NDArray[np.float64]
    target: NDArray[np.int64]
    iou: NDArray[np.float64]


def darknet_measure(
    evaluated: Sequence[EvaluatedImage], categories: Sequence[Category], points: Points = 0
) -> DarknetFigures:
    """Measure. `points` as Darknet's -points: 0 takes every recall, 11 is VOC 2007's way, 101 COCO's."""
    truth = np.concatenate([one.labels.category[~one.labels.crowd] for one in evaluated])
    found = _assign(evaluated)
    counted = np.flatnonzero(found.confidence > CONFIDENCE)
    right = np.zeros(len(found.target), np.bool_)
    right[counted] = _first_of_target(found.target[counted])
    classes = []
    for category in categories:
        objects = int((truth == category.number).sum())
        mine = found.category == category.number
        # Average precision ranks all images together; an object counts for the strongest detection only.
        order = np.argsort(-found.confidence[mine], kind="stable")
        hits = _first_of_target(found.target[mine][order])
        sure = mine & (found.confidence > CONFIDENCE)
        hit = int((mine & right).sum())
        ap = average_precision(hits, objects, points)
        classes.append(DarknetClass(category, objects, ap, hit, int(sure.sum()) - hit))
    return _summary(tuple(classes), len(truth), float(found.iou[right].sum()))


def average_precision(hits: NDArray[np.bool_], objects: int, points: Points) -> float:
    """Return the area under the curve of one class; `hits` says which detections are right, strongest first.

    0 for a class without objects or without detections.
    """
    if not objects or not len(hits):
        return 0.0
    right = np.cumsum(hits)
    recall = right / objects
    precision = right / np.arange(1, len(hits) + 1)
    best = np.maximum.accumulate(precision[::-1])[::-1]  # at this recall or a higher one
    if points == 0:
        return float((np.diff(recall, prepend=0.0) * best).sum())
    wanted = np.arange(points) * 1.0 / (points - 1)
    at = np.searchsorted(recall, wanted)  # the first rank that reaches each
    return float(np.append(best, 0.0)[at].mean())


def _assign(evaluated: Sequence[EvaluatedImage]) -> _Detections:
    columns: list[tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]] = []
    before = 0
    for one in evaluated:
        rows = one.confidence > LEAST_CONFIDENCE
        objects = ~one.labels.crowd
        category, truth = one.category[rows], one.labels.category[objects]
        iou = pairwise_iou(one.xyxy[rows], one.labels.xyxy[objects])
        iou[category[:, None] != truth] = 0.0
        # A column of nothing, so that there is always a largest.
        iou = np.concatenate((np.full((len(iou), 1), OVERLAP), iou), axis=1)
        best = iou.argmax(axis=1)  # 0 is that column: no object overlaps by more
        target = np.where(best > 0, before + best - 1, -1)
        columns.append((category, one.confidence[rows], target, iou.max(axis=1)))
        before += len(truth)
    return _Detections(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def _first_of_target(target: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which rows are the first that belong to their object, bool (N,)."""
    first = np.zeros(len(target), np.bool_)
    first[np.unique(target, return_index=True)[1]] = True
    return first & (target >= 0)


def _summary(classes: tuple[DarknetClass, ...], objects: int, iou_sum: float) -> DarknetFigures:
    right = sum(one.true_positives for one in classes)
    wrong = sum(one.false_positives for one in classes)
    labelled = [one.ap for one in classes if one.objects]
    precision, recall = _ratio(right, right + wrong), _ratio(right, objects)
    return DarknetFigures(
        classes,
        mean_ap=_ratio(sum(one.ap for one in classes), len(classes)),
        mean_ap_labelled=_ratio(sum(labelled), len(labelled)),
        true_positives=right,
        false_positives=wrong,
        false_negatives=objects - right,
        precision=precision,
        recall=recall,
        f1=_ratio(2 * precision * recall, precision + recall),
        average_iou=_ratio(iou_sum, right + wrong),
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
