"""How many entered, left and crossed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.registry import ResultFormat

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.results.result_options import ResultOptions


def _open(path: Path, options: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.region_counts import RegionCountsSink

    return RegionCountsSink(path, options.csv, options.counts_every)


COUNTS = ResultFormat(
    name="counts",
    title="Counts",
    help="How many of each class entered and left each region and crossed each line, as CSV.",
    ending=".counts.csv",
    rank=80,
    of_events=True,
    open=_open,
)
