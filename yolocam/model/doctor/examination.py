"""Goes through the files one after the other and collects what each step finds."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from yolocam.model.doctor.diagnosis import Diagnosis


def examination(
    cfg: Path,
    weights: Path | None,
    names: Path | None,
    *,
    size_wh: tuple[int, int] | None,
    fit: Literal["letterbox", "stretch"] | None,
) -> Diagnosis:
    """Do what `examine` promises."""
    return Diagnosis((), None, ())
