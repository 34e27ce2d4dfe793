"""Comma-separated values."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.registry import ResultFormat

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.results.result_options import ResultOptions


def _open(path: Path, options: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.csv_file import CsvSink

    return CsvSink(path, options.csv)


CSV = ResultFormat(
    name="csv",
    title="CSV",
    help="One row for each detection, for Excel, Tableau, pandas.",
    ending=".csv",
    suggested=True,
    rank=20,
    open=_open,
)
