"""What was found of each class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.registry import ResultFormat

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.results.result_options import ResultOptions


def _open(path: Path, options: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.summary import SummarySink

    return SummarySink(path, options.csv)


SUMMARY = ResultFormat(
    name="summary",
    title="Summary",
    help="In how many frames, when and how confidently each class was found; .csv, .json or .txt.",
    flag="--summary",
    ending=".summary.csv",
    rank=60,
    open=_open,
)
