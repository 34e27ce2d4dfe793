"""COCO's measure, computed as its own program does: average precision at overlaps of 0.5 to 0.95."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import YolocamError
from yolocam.evaluation.evaluated import EvaluatedImage
from yolocam.evaluation.labelled_images import Category

STATS = (
    "AP", "AP50", "AP75", "AP_small", "AP_medium", "AP_large",
    "AR_1", "AR_10", "AR_100", "AR_small", "AR_medium", "AR_large",
)  # fmt: skip
"""The twelve figures in the order of COCOeval.stats; AR_n allows n detections in an image."""

RECALLS = np.linspace(0.0, 1.0, 101)
"""Where COCO reads the precision off."""


@dataclass(frozen=True, slots=True, eq=False)
class CocoClass:
    """One category's figures in 0..1, None where it has no objects.

    `curve` is the precision at an overlap of 0.5 for each of RECALLS, float64 (101,); without objects, zeros.
    """

    category: Category
    ap: float | None
    ap50: float | None
    ap75: float | None
    ar: float | None
    curve: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CocoFigures:
    """`stats` has the figures of STATS in 0..1, None where there are no objects of that kind."""

    stats: Mapping[str, float | None]
    classes: tuple[CocoClass, ...]


def check_library() -> None:
    """Raise YolocamError if pycocotools is not installed."""
    try:
        import pycocotools.cocoeval  # noqa: F401
    except ImportError as error:
        raise YolocamError("yolocam eval needs pycocotools: pip install 'yolocam[eval]'") from error


def result_rows(evaluated: Sequence[EvaluatedImage]) -> list[dict[str, Any]]:
    """Return the detections as COCO's results: image_id, category_id, bbox [x, y, w, h], score."""
    rows = []
    for one in evaluated:
        sizes = one.xyxy[:, 2:] - one.xyxy[:, :2]
        boxes = np.concatenate((one.xyxy[:, :2], sizes), axis=1).round(3).tolist()
        columns = zip(boxes, one.confidence.round(7).tolist(), one.category.tolist(), strict=True)
        for box, score, category in columns:
            rows.append({"image_id": one.image.number, "category_id": category, "bbox": box, "score": score})
    return rows


def coco_measure(evaluated: Sequence[EvaluatedImage], categories: Sequence[Category]) -> CocoFigures:
    """Measure with pycocotools; crowds and the most detections in an image (100) as COCO has them."""
    from pycocotools.cocoeval import COCOeval

    found = [
        {**row, "id": number, "area": row["bbox"][2] * row["bbox"][3], "iscrowd": 0}
        for number, row in enumerate(result_rows(evaluated), 1)
    ]
    with contextlib.redirect_stdout(io.StringIO()):  # the library prints as it goes
        evaluation = COCOeval(
            _index(evaluated, categories, _truth_rows(evaluated)),
            _index(evaluated, categories, found),
            "bbox",
        )
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    stats = {name: _known(value) for name, value in zip(STATS, evaluation.stats, strict=True)}
    # (overlaps, recalls, categories, areas, most detections): all areas first, 100 detections last
    precision = evaluation.eval["precision"][:, :, :, 0, -1]
    recall = evaluation.eval["recall"][:, :, 0, -1]
    order = {number: row for row, number in enumerate(evaluation.params.catIds)}
    classes = tuple(
        _class(category, precision[:, :, order[category.number]], recall[:, order[category.number]])
        for category in categories
    )
    return CocoFigures(stats, classes)


def _class(category: Category, precision: NDArray[np.float64], recall: NDArray[np.float64]) -> CocoClass:
    """`precision` (10, 101) and `recall` (10,) for overlaps of 0.5, 0.55, ... 0.95; -1 without objects."""
    if recall[0] < 0:
        return CocoClass(category, None, None, None, None, np.zeros(len(RECALLS)))
    ap, ap50, ap75 = (float(part.mean()) for part in (precision, precision[0], precision[5]))
    return CocoClass(category, ap, ap50, ap75, float(recall.mean()), precision[0])


def _truth_rows(evaluated: Sequence[EvaluatedImage]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for one in evaluated:
        labels = one.labels
        columns = zip(labels.xyxy.tolist(), labels.category.tolist(), labels.area, labels.crowd, strict=True)
        for (x1, y1, x2, y2), category, area, crowd in columns:
            rows.append(
                {
                    "id": len(rows) + 1,  # 0 would count as "no object" in COCOeval
                    "image_id": one.image.number,
                    "category_id": category,
                    "bbox": [x1, y1, x2 - x1, y2 - y1],
                    "area": float(area),
                    "iscrowd": int(crowd),
                }
            )
    return rows


def _index(
    evaluated: Sequence[EvaluatedImage], categories: Sequence[Category], rows: list[dict[str, Any]]
) -> Any:
    """Return pycocotools' COCO of objects or detections."""
    from pycocotools.coco import COCO

    coco = COCO()
    coco.dataset = {
        "images": [{"id": one.image.number} for one in evaluated],
        "categories": [{"id": category.number, "name": category.name} for category in categories],
        "annotations": rows,
    }
    coco.createIndex()
    return coco


def _known(value: float) -> float | None:
    return None if value < 0 else float(value)
