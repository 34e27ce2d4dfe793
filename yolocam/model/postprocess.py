"""From the heads' raw numbers to the rows of the result: threshold, best class, NMS -> (D, 8)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from yolocam.model.boxes import xywh_to_xyxy
from yolocam.model.heads import Head
from yolocam.model.nms import greedy_nms
from yolocam.settings import Settings

COLUMNS = 8
"""Batch index, x1, y1, x2, y2 (input pixels), objectness, score of the best class, its index."""

_ROUNDING = 2.0**-7
"""Twice what rounding to bfloat16, the coarsest precision of raw numbers, changes at most."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The part of Settings that decides which rows survive; with a `floor`, `proposals` are wanted."""

    confidence: float = 0.25
    iou: float = 0.45
    max_det: int = 300
    on_objectness: bool = False
    classes: frozenset[int] | None = None
    floor: float | None = None

    @staticmethod
    def of(settings: Settings) -> Thresholds:
        """Take what is needed from the settings."""
        return Thresholds(
            settings.confidence,
            settings.iou,
            settings.max_det,
            settings.threshold_on == "objectness",
            settings.classes,
            None if settings.floor is None else min(settings.floor, settings.confidence),
        )


def found_in(
    heads: Sequence[Head], raw: Sequence[Tensor], size_hw: tuple[int, int], limits: Thresholds
) -> Tensor:
    """Return the rows that the limits ask for: `proposals` where they have a floor, else `postprocess`."""
    if limits.floor is not None:
        return proposals(heads, raw, size_hw, limits.floor)
    return postprocess(heads, raw, size_hw, limits)


def postprocess(
    heads: Sequence[Head], raw: Sequence[Tensor], size_hw: tuple[int, int], limits: Thresholds
) -> Tensor:
    """Return float32 (D, 8), ordered by batch index, then strongest first; D may be 0.

    `raw` holds one (B, A * (5 + C), Gh, Gw) for each head. Each row is given to its best class only.
    """
    found = torch.cat([candidates(h, t, size_hw, limits) for h, t in zip(heads, raw, strict=True)])
    if not len(found):
        return found
    found = found[_strength(found, limits).argsort(descending=True, stable=True)]
    return torch.cat([suppress(found[found[:, 0] == i], limits) for i in range(raw[0].shape[0])])


def proposals(heads: Sequence[Head], raw: Sequence[Tensor], size_hw: tuple[int, int], floor: float) -> Tensor:
    """Return float32 (N, 8), all rows with an objectness above `floor`, head after head, before NMS.

    Those that pass any higher threshold come in the same order, and with the same bits, as
    `postprocess` has them for it.
    """
    limits = Thresholds(floor, on_objectness=True)
    return torch.cat([candidates(h, t, size_hw, limits) for h, t in zip(heads, raw, strict=True)])


def suppress(rows: Tensor, limits: Thresholds) -> Tensor:
    """Return the rows of one picture, (N, 8) strongest first, that survive NMS."""
    return rows[greedy_nms(rows[:, 1:5], rows[:, 7], limits.iou, limits.max_det)]


def candidates(head: Head, raw: Tensor, size_hw: tuple[int, int], limits: Thresholds) -> Tensor:
    """Return what passes the threshold in one head, float32 (N, 8), in no particular order.

    A score is at most its objectness, so objectness alone decides, in the logit domain, which few
    rows are looked at: no exp or sigmoid is taken of the rest. A number that is not finite never
    passes.
    """
    batches, _, *grid_hw = raw.shape
    cells = raw.view(batches, head.num_anchors, 5 + head.num_classes, *grid_hw)
    passing = cells[:, :, 4] > objectness_limit(head, limits.confidence)
    batch, anchor, cell_y, cell_x = passing.nonzero(as_tuple=True)
    rows = cells[batch, anchor, :, cell_y, cell_x]
    scores = head.decode_scores(rows[:, 4:])
    class_score, class_id = scores[:, 1:].max(dim=1)
    xyxy = xywh_to_xyxy(
        head.decode_boxes(rows[:, :4], cell_x, cell_y, anchor, (grid_hw[0], grid_hw[1]), size_hw)
    )
    found = torch.column_stack((batch.float(), xyxy, scores[:, 0], class_score, class_id.float()))
    return found[_passes(found, limits)]


def objectness_limit(head: Head, confidence: float) -> float:
    """Return a raw value that objectness exceeds wherever its probability is above `confidence`.

    It lies a little low: comparing rounds it to the precision of the raw numbers, and what is above
    the threshold must not be lost to that. `_passes` draws the line.
    """
    limit = confidence if head.new_coords else _logit(confidence)
    return limit - abs(limit) * _ROUNDING - 1e-6 if math.isfinite(limit) else limit


def _logit(probability: float) -> float:
    if probability <= 0.0:
        return -math.inf
    return math.log(probability / (1.0 - probability)) if probability < 1.0 else math.inf


def _strength(rows: Tensor, limits: Thresholds) -> Tensor:
    return rows[:, 5] if limits.on_objectness else rows[:, 5] * rows[:, 6]


def _passes(rows: Tensor, limits: Thresholds) -> Tensor:
    passes = _strength(rows, limits) > limits.confidence
    passes &= rows.isfinite().all(dim=1)
    if limits.classes is not None:
        wanted = torch.tensor(sorted(limits.classes), dtype=rows.dtype, device=rows.device)
        passes &= torch.isin(rows[:, 7], wanted)
    return passes
