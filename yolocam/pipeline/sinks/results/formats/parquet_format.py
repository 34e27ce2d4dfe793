"""Apache Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.registry import Need, ResultFormat

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.results.result_options import ResultOptions


def _open(path: Path, _: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.parquet import ParquetSink

    return ParquetSink(path)


PARQUET = ResultFormat(
    name="parquet",
    title="Parquet",
    help="The rows of the CSV, smaller and typed.",
    needs=Need("pyarrow", "yolocam[parquet]"),
    ending=".parquet",
    rank=30,
    open=_open,
)
