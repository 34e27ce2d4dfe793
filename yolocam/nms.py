"""Greedy non-maximum suppression: exact, in numpy, without a loop over boxes or classes.

Most images have few boxes, so the overhead of each operation counts most. In PyTorch it is twice as large.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Classes = NDArray[np.integer[Any]] | Floats
Rows = NDArray[np.intp]
Float = TypeVar("Float", np.float32, np.float64)

BLOCK = 512
"""Boxes compared with each other at once; bounds memory at BLOCK squared for any number of boxes."""


def greedy_nms(xyxy: Floats, class_id: Classes, iou: float, max_det: int) -> Rows:
    """Return the rows that survive, (K,), at most `max_det`, in the given order.

    `xyxy` (N, 4) and `class_id` (N,) are sorted by descending confidence. A box goes when a surviving
    box of the same class before it overlaps it by more than `iou`.

    It works in blocks: first remove what survivors of earlier blocks suppress, then settle the block itself.
    The order is that of confidence, so it ends as soon as `max_det` are kept.
    """
    kept: list[Rows] = []  # survivors, block by block
    count = 0
    for start in range(0, len(xyxy), BLOCK):
        rows = np.arange(start, min(start + BLOCK, len(xyxy)))
        # What a survivor of an earlier block suppresses is out, whatever happens within this block.
        for earlier in kept:
            fallen = suppresses(xyxy[earlier], class_id[earlier], xyxy[rows], class_id[rows], iou)
            rows = rows[~fallen.any(0)]
        boxes, classes = xyxy[rows], class_id[rows]
        rows = rows[settle(np.triu(suppresses(boxes, classes, boxes, classes, iou), 1))]
        kept.append(rows)
        count += len(rows)
        if count >= max_det:
            break
    return np.concatenate(kept)[:max_det] if kept else np.zeros(0, np.intp)


def suppresses(
    xyxy_a: Floats, class_a: Classes, xyxy_b: Floats, class_b: Classes, iou: float
) -> NDArray[np.bool_]:
    """Return bool (N, M): whether box n of `a`, if it survives, removes box m of `b`."""
    found: NDArray[np.bool_] = pairwise_iou(xyxy_a, xyxy_b) > np.float32(iou)
    found &= class_a[:, None] == class_b
    return found


def pairwise_iou(a: NDArray[Float], b: NDArray[Float]) -> NDArray[Float]:
    """Return the intersection over union of each pair: xyxy (N, 4), (M, 4) -> (N, M).

    A pair without any area has 0. To the last bit as `model.postprocess.box_geometry` has it.
    """
    ax1, ay1, ax2, ay2 = np.ascontiguousarray(a.T)[:, :, None]
    bx1, by1, bx2, by2 = np.ascontiguousarray(b.T)[:, None, :]
    common = _extent(ax1, ax2, bx1, bx2)
    common *= _extent(ay1, ay2, by1, by2)
    union = (ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - common
    # Where the union is not above 0, what they have in common is 0 too.
    np.divide(common, union, out=common, where=union > 0)
    return common


def _extent(
    a_low: NDArray[Float], a_high: NDArray[Float], b_low: NDArray[Float], b_high: NDArray[Float]
) -> NDArray[Float]:
    """Return the length that two intervals have in common."""
    extent = np.minimum(a_high, b_high)
    extent -= np.maximum(a_low, b_low)
    return np.maximum(extent, 0, out=extent)


def settle(removes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which of N boxes survive among themselves, bool (N,); `removes` is strictly upper (N, N).

    Starting from "all survive", each pass keeps the boxes that no present survivor removes. After
    pass n the first n boxes are right, so it ends, at the greedy answer and no other; in practice
    after as many passes as the longest chain of "removed by one that is itself removed".
    """
    alive: NDArray[np.bool_] = np.ones(len(removes), np.bool_)
    while True:
        after: NDArray[np.bool_] = np.logical_not(removes[alive].any(axis=0))
        if np.array_equal(after, alive):
            return alive
        alive = after
