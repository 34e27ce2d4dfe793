"""What can be chosen of result files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HeatMapOf = Literal["feet", "boxes"]
"""What is hot: the middle of the lower edge of each box, or all of it."""


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a table is written: what stands between two values, and before the decimals."""

    separator: str = ","
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class ResultOptions:
    """`sources` are those of the run, by name, and whether each is an image; empty where nobody knows.

    `candidates` says whether files that can be opened again hold them, where there are any. `counts_every`
    is the length in seconds of the intervals for which events are counted, None for the whole run.
    """

    csv: CsvForm = CsvForm()
    sources: tuple[tuple[str, bool], ...] = ()
    candidates: bool = True
    counts_every: float | None = None
    heat_map_of: HeatMapOf = "feet"


DEFAULT_OPTIONS = ResultOptions()
