"""Non-maximum suppression in fixed shapes, on any device; `yolocam.nms` has the one for any number."""

from __future__ import annotations

from torch import Tensor

from yolocam.model.postprocess.boxes import pairwise_iou


def suppresses(
    xyxy_a: Tensor, class_a: Tensor, xyxy_b: Tensor, class_b: Tensor, iou_threshold: float | Tensor
) -> Tensor:
    """Return bool (..., N, M): whether box n of `a`, if it survives, removes box m of `b`."""
    same = class_a.unsqueeze(-1) == class_b.unsqueeze(-2)
    return same & (pairwise_iou(xyxy_a, xyxy_b) > iou_threshold)


def settle_once(removes: Tensor, alive: Tensor) -> Tensor:
    """Return the boxes, bool (..., N), that no box of `alive` removes."""
    return ~(removes & alive.unsqueeze(-1)).any(-2)
