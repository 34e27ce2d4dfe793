"""Boxes as tensors: their corners and how far they overlap."""

from __future__ import annotations

import torch
from torch import Tensor


def xywh_to_xyxy(xywh: Tensor) -> Tensor:
    """(..., 4) centre x, centre y, width, height -> (..., 4) x1, y1, x2, y2."""
    centre, half = xywh[..., :2], xywh[..., 2:] / 2
    return torch.cat((centre - half, centre + half), dim=-1)


def pairwise_iou(a: Tensor, b: Tensor) -> Tensor:
    """Return the intersection over union of each pair: xyxy (..., N, 4), (..., M, 4) -> (..., N, M).

    A pair without any area has 0.
    """
    a, b = a.unsqueeze(-2), b.unsqueeze(-3)
    low = torch.maximum(a[..., :2], b[..., :2])
    high = torch.minimum(a[..., 2:], b[..., 2:])
    common = (high - low).clamp(min=0).prod(dim=-1)
    area_a = (a[..., 2:] - a[..., :2]).prod(dim=-1)
    area_b = (b[..., 2:] - b[..., :2]).prod(dim=-1)
    union = area_a + area_b - common
    return torch.where(union > 0, common / union, torch.zeros_like(union))
