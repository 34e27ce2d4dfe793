"""Post-processing of any number of rows: threshold, best class, NMS -> (D, 8)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from yolocam.model.layers.heads import Head
from yolocam.nms import greedy_nms
from yolocam.settings import Settings

Rows = NDArray[np.float32]

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
    The result is on the CPU, wherever `raw` is.
    """
    found = np.concatenate([candidates(h, t, size_hw, limits) for h, t in zip(heads, raw, strict=True)])
    found = found[np.argsort(-_strength(found, limits), kind="stable")]
    images = (found[found[:, 0] == i] for i in range(raw[0].shape[0])) if raw[0].shape[0] > 1 else (found,)
    return torch.from_numpy(np.concatenate([suppress(rows, limits) for rows in images]))


def proposals(heads: Sequence[Head], raw: Sequence[Tensor], size_hw: tuple[int, int], floor: float) -> Tensor:
    """Return float32 (N, 8), all rows with an objectness above `floor`, head after head, before NMS.

    Those that pass any higher threshold come in the same order, and with the same bits, as
    `postprocess` has them for it.
    """
    limits = Thresholds(floor, on_objectness=True)
    found = [candidates(h, t, size_hw, limits) for h, t in zip(heads, raw, strict=True)]
    return torch.from_numpy(np.concatenate(found))


def suppress(rows: Rows, limits: Thresholds) -> Rows:
    """Return the rows of one image, (N, 8) strongest first, that survive NMS."""
    return rows[greedy_nms(rows[:, 1:5], rows[:, 7], limits.iou, limits.max_det)]


def candidates(head: Head, raw: Tensor, size_hw: tuple[int, int], limits: Thresholds) -> Rows:
    """Return what passes the threshold in one head, float32 (N, 8), in no particular order.

    A score is at most its objectness, so objectness alone decides, in the logit domain, which few
    rows are looked at: no exp or sigmoid is taken of the rest. A number that is not finite never
    passes.
    """
    batches, _, *grid_hw = raw.shape
    cells = raw.view(batches, head.num_anchors, 5 + head.num_classes, *grid_hw)
    rows, (batch, anchor, cell_y, cell_x) = _above(cells, objectness_limit(head, limits.confidence))
    if not len(batch):
        return np.empty((0, COLUMNS), np.float32)
    xywh = head.decode_boxes(rows[:, :4], cell_x, cell_y, anchor, (grid_hw[0], grid_hw[1]), size_hw)
    scores = head.decode_scores(rows[:, 4:])
    with np.errstate(invalid="ignore", over="ignore"):  # what is not finite is sorted out
        found = _table(batch.cpu().numpy(), xywh.cpu().numpy(), scores.cpu().numpy())
        return found[_passes(found, limits)]


def _above(cells: Tensor, limit: float) -> tuple[Tensor, Sequence[Tensor]]:
    """Return the rows (N, 5 + C) of (B, A, 5 + C, Gh, Gw) whose objectness is above a limit, and where.

    On so little, numpy has begun when PyTorch still prepares to; it knows neither GPUs nor bfloat16.
    """
    if cells.device.type != "cpu" or cells.dtype != torch.float32:
        batch, anchor, y, x = places = (cells[:, :, 4] > limit).nonzero(as_tuple=True)
        return cells[batch, anchor, :, y, x], places
    array = cells.numpy()
    found = np.nonzero(array[:, :, 4] > limit)
    rows = array[found[0], found[1], :, found[2], found[3]]
    return torch.from_numpy(rows), [torch.from_numpy(index) for index in found]


def _table(batch: NDArray[np.int64], xywh: Rows, scores: Rows) -> Rows:
    """Put the COLUMNS together; in numpy, where an operation on a few rows begins much sooner."""
    found = np.empty((len(batch), COLUMNS), np.float32)
    half = xywh[:, 2:] / np.float32(2)
    class_id = scores[:, 1:].argmax(axis=1)
    found[:, 0] = batch
    np.subtract(xywh[:, :2], half, out=found[:, 1:3])
    np.add(xywh[:, :2], half, out=found[:, 3:5])
    found[:, 5] = scores[:, 0]
    found[:, 6] = scores[np.arange(len(scores)), class_id + 1]
    found[:, 7] = class_id
    return found


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


def _strength(rows: Rows, limits: Thresholds) -> Rows:
    return rows[:, 5] if limits.on_objectness else rows[:, 5] * rows[:, 6]


def _passes(rows: Rows, limits: Thresholds) -> NDArray[np.bool_]:
    passes: NDArray[np.bool_] = _strength(rows, limits) > np.float32(limits.confidence)
    passes &= np.isfinite(rows).all(axis=1)
    if limits.classes is not None:
        passes &= np.isin(rows[:, 7], sorted(limits.classes))
    return passes
