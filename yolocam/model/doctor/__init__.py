"""The doctor: compares a cfg with its weights and names, and explains what does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from yolocam.model.doctor.diagnosis import Diagnosis, Finding, HeadRow, LayerRow, Severity, Totals

__all__ = ["Diagnosis", "Finding", "HeadRow", "LayerRow", "Severity", "Totals", "examine"]


def examine(
    cfg: Path,
    weights: Path | None = None,
    names: Path | None = None,
    *,
    size_wh: tuple[int, int] | None = None,
    fit: Literal["letterbox", "stretch"] | None = None,
) -> Diagnosis:
    """Compare the three files of a model; whatever is wrong with them is a finding, never an exception.

    Without `weights` or `names`, what there is gets checked. `size_wh` replaces the input size of the cfg;
    `fit` is the model's own, where it is known better than from the cfg. Takes well under a second, and
    once the seconds in which torch is imported: call it outside the window's thread.
    """
    from yolocam.model.doctor.examination import examination

    return examination(cfg, weights, names, size_wh=size_wh, fit=fit)
