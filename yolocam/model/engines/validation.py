"""Measures how far two forms of a network find the same objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from yolocam.model.layers.heads import Head
from yolocam.model.postprocess.box_geometry import pairwise_iou
from yolocam.model.postprocess.rows import Thresholds, postprocess

SURE = 0.35
SAME = 0.9
"""Objects at least this sure are compared; boxes of one class that overlap this much are the same."""

LEAST_AGREEMENT = 0.95
ENOUGH_OBJECTS = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of objects: `sure` ones of the exact form, those the other form `found`, its `extra` ones."""

    sure: int = 0
    found: int = 0
    extra: int = 0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(self.sure + other.sure, self.found + other.found, self.extra + other.extra)

    @property
    def too_little(self) -> bool:
        """Whether there were too few objects to judge."""
        return self.sure < ENOUGH_OBJECTS

    @property
    def good(self) -> bool:
        """Whether the other form may take the place of the exact one."""
        return min(self.found, self.sure - self.extra) >= LEAST_AGREEMENT * self.sure

    @property
    def refusal(self) -> str:
        """Why it may not, in a sentence."""
        found, extra = (count / self.sure for count in (self.found, self.extra))
        return (
            f"int8 finds {found:.1%} of what fp32 finds here, and {extra:.1%} more; expected "
            f"{LEAST_AGREEMENT:.0%} and at most {1 - LEAST_AGREEMENT:.0%}, so fp32 it stays"
        )


def compare(
    heads: Sequence[Head], exact: Sequence[Tensor], other: Sequence[Tensor], size_hw: tuple[int, int]
) -> Agreement:
    """Return how far two forms agree; both are the raw (B, A * (5 + C), Gh, Gw) of each head."""
    return agree(*(postprocess(heads, raw, size_hw, Thresholds()) for raw in (exact, other)))


def agree(exact: Tensor, other: Tensor) -> Agreement:
    """Return how far two results agree, rows as `postprocess` gives them: (N, 8) and (M, 8)."""
    sure, found = _count(exact, other)
    total, known = _count(other, exact)
    return Agreement(sure, found, total - known)


def _count(rows: Tensor, among: Tensor) -> tuple[int, int]:
    """Return the sure rows, and how many of them are in `among`: (N, 8) and (M, 8)."""
    sure = rows[rows[:, 5] * rows[:, 6] >= SURE]
    same = pairwise_iou(sure[:, 1:5], among[:, 1:5]) > SAME
    for column in (0, 7):  # image and class
        same &= sure[:, column].unsqueeze(1) == among[:, column]
    return len(sure), int(same.any(dim=1).sum())
