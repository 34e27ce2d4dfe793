"""Post-processing in fixed shapes: never waits for the GPU, so a CUDA graph can record it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from yolocam.model.layers.heads import Head
from yolocam.model.postprocess.box_geometry import pairwise_iou, xywh_to_xyxy
from yolocam.model.postprocess.rows import COLUMNS, Thresholds

TOP = 512
"""Strongest candidates of an image that are looked at; more than this sets `complete` to 0."""

PASSES = 12
"""Rounds of suppression that are queued; a longer chain of boxes sets `complete` to 0."""


@dataclass(frozen=True, slots=True)
class DeviceLimits:
    """Thresholds that lie on the device, so that a recorded graph can follow them.

    float32 () each, and bool () for `on_objectness`.
    """

    confidence: Tensor
    iou: Tensor
    on_objectness: Tensor

    @classmethod
    def empty(cls, device: torch.device) -> DeviceLimits:
        """Return limits that `follow` is to fill."""
        return cls(
            torch.zeros((), device=device),
            torch.zeros((), device=device),
            torch.zeros((), dtype=torch.bool, device=device),
        )

    def follow(self, limits: Thresholds) -> None:
        """Take the values of `limits`, on the current stream."""
        self.confidence.fill_(limits.confidence)
        self.iou.fill_(limits.iou)
        self.on_objectness.fill_(limits.on_objectness)


def postprocess_fixed(
    heads: Sequence[Head],
    raw: Sequence[Tensor],
    size_hw: tuple[int, int],
    limits: Thresholds | DeviceLimits,
    wanted_classes: Tensor | None = None,
) -> Tensor:
    """Return float32 (B, 1 + K, 8), K = min(TOP, rows): a summary row, then the result's rows.

    The summary holds the number of rows that count and whether they are `complete`: 1 when they
    are exactly those of `postprocess`; 0 when there were too many candidates or too long a chain,
    and the caller has to run `postprocess`. `max_det` is left to the caller. `wanted_classes` is
    bool (C,) on the device.
    """
    table = torch.cat([h.decode(t, size_hw) for h, t in zip(heads, raw, strict=True)], dim=1)
    objectness = table[..., 4]
    class_score, class_id = table[..., 5:].max(dim=-1)
    strength = _strength(objectness, class_score, limits.on_objectness)
    finite = table[..., :5].isfinite().all(-1) & class_score.isfinite()
    passing = (strength > limits.confidence) & finite
    if wanted_classes is not None:
        passing &= wanted_classes[class_id]
    strength = torch.where(passing, strength, torch.full_like(strength, -1.0))
    # The strongest candidates only, sorted: from here on every shape is fixed.
    top, rows = strength.topk(min(TOP, strength.shape[1]), dim=1)

    xyxy = xywh_to_xyxy(table[..., :4]).gather(1, rows.unsqueeze(-1).expand(-1, -1, 4))
    kind = class_id.gather(1, rows)
    alive, settled = _settle(xyxy, kind, top > -1.0, limits.iou)
    batch = torch.arange(len(table), device=table.device).unsqueeze(1).expand_as(rows)
    columns = (objectness.gather(1, rows), class_score.gather(1, rows), kind.float())
    found = torch.cat((batch.float().unsqueeze(-1), xyxy, torch.stack(columns, dim=-1)), dim=-1)
    complete = settled & (passing.sum(1) <= rows.shape[1])
    return _pack(found, alive, complete)


def _strength(objectness: Tensor, class_score: Tensor, on_objectness: bool | Tensor) -> Tensor:
    if isinstance(on_objectness, Tensor):
        return torch.where(on_objectness, objectness, objectness * class_score)
    return objectness if on_objectness else objectness * class_score


def _settle(xyxy: Tensor, kind: Tensor, valid: Tensor, iou: float | Tensor) -> tuple[Tensor, Tensor]:
    """Return which rows survive, bool (B, N), and whether the queued passes were enough, bool (B,)."""
    # Strictly upper: a box can only be removed by a stronger one. See `yolocam.nms.settle`.
    removes = _suppresses(xyxy, kind, xyxy, kind, iou).triu(1) & valid.unsqueeze(-1)
    alive = valid
    for _ in range(PASSES):
        alive = valid & _settle_once(removes, alive)
    settled = (alive == (valid & _settle_once(removes, alive))).all(1)
    return alive, settled


def _suppresses(
    xyxy_a: Tensor, class_a: Tensor, xyxy_b: Tensor, class_b: Tensor, iou_threshold: float | Tensor
) -> Tensor:
    """Return bool (..., N, M): whether box n of `a`, if it survives, removes box m of `b`."""
    same = class_a.unsqueeze(-1) == class_b.unsqueeze(-2)
    return same & (pairwise_iou(xyxy_a, xyxy_b) > iou_threshold)


def _settle_once(removes: Tensor, alive: Tensor) -> Tensor:
    """Return the boxes, bool (..., N), that no box of `alive` removes."""
    return ~(removes & alive.unsqueeze(-1)).any(-2)


def _pack(found: Tensor, alive: Tensor, complete: Tensor) -> Tensor:
    """Move the survivors to the front, in order, and put the summary before them."""
    # A stable sort of dead flags keeps the survivors in the order of their strength.
    order = (~alive).to(torch.uint8).argsort(dim=1, stable=True)
    rows = found.gather(1, order.unsqueeze(-1).expand(-1, -1, COLUMNS))
    summary = torch.zeros_like(rows[:, :1])
    summary[:, 0, 0] = alive.sum(1)
    summary[:, 0, 1] = complete
    return torch.cat((summary, rows), dim=1)
