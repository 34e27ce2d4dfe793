"""Greedy non-maximum suppression, exact, without a loop over boxes or classes."""

from __future__ import annotations

import torch
from torch import Tensor

from yolocam.model.boxes import pairwise_iou

BLOCK = 512
"""Boxes compared with each other at once; bounds memory at BLOCK squared for any number of boxes."""


def greedy_nms(xyxy: Tensor, class_id: Tensor, iou_threshold: float, max_det: int) -> Tensor:
    """Return the rows that survive, int64 (K,), at most `max_det`, in the given order.

    `xyxy` (N, 4) and `class_id` (N,) are sorted by descending confidence. A box goes when a surviving
    box of the same class before it overlaps it by more than `iou_threshold`.

    Boxes are taken in blocks: first those that fall to survivors of earlier blocks go, then the block
    settles among itself. Since the order is that of confidence, it ends as soon as `max_det` are kept.
    """
    kept: list[Tensor] = []
    count = 0
    for start in range(0, len(xyxy), BLOCK):
        rows = torch.arange(start, min(start + BLOCK, len(xyxy)), device=xyxy.device)
        for earlier in kept:
            fallen = suppresses(xyxy[earlier], class_id[earlier], xyxy[rows], class_id[rows], iou_threshold)
            rows = rows[~fallen.any(0)]
        among = suppresses(xyxy[rows], class_id[rows], xyxy[rows], class_id[rows], iou_threshold).triu(1)
        rows = rows[settle(among)]
        kept.append(rows)
        count += len(rows)
        if count >= max_det:
            break
    if not kept:
        return torch.zeros(0, dtype=torch.int64, device=xyxy.device)
    return torch.cat(kept)[:max_det]


def suppresses(
    xyxy_a: Tensor, class_a: Tensor, xyxy_b: Tensor, class_b: Tensor, iou_threshold: float | Tensor
) -> Tensor:
    """Return bool (..., N, M): whether box n of `a`, if it survives, removes box m of `b`."""
    same = class_a.unsqueeze(-1) == class_b.unsqueeze(-2)
    return same & (pairwise_iou(xyxy_a, xyxy_b) > iou_threshold)


def settle(removes: Tensor) -> Tensor:
    """Return which of N boxes survive among themselves, bool (N,); `removes` is strictly upper (N, N).

    Starting from "all survive", each pass keeps the boxes that no present survivor removes. After
    pass n the first n boxes are right, so it ends, at the greedy answer and no other; in practice
    after as many passes as the longest chain of "removed by one that is itself removed".
    """
    alive = torch.ones(len(removes), dtype=torch.bool, device=removes.device)
    while True:
        after = settle_once(removes, alive)
        if torch.equal(after, alive):
            return alive
        alive = after


def settle_once(removes: Tensor, alive: Tensor) -> Tensor:
    """Return the boxes, bool (..., N), that no box of `alive` removes."""
    return ~(removes & alive.unsqueeze(-1)).any(-2)
