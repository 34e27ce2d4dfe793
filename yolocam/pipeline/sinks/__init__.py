"""Where results go: annotated media, and tables and labels for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.sinks.results.result_options import DEFAULT_OPTIONS, ResultOptions


def _jsonl(path: Path, _: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.jsonl import JsonlSink

    return JsonlSink(path)


def _csv(path: Path, options: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.csv_file import CsvSink

    return CsvSink(path, options.csv)


def _parquet(path: Path, _: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.parquet import ParquetSink

    return ParquetSink(path)


def _coco(path: Path, options: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.coco import CocoSink
    from yolocam.pipeline.sinks.results.image_ids import PlannedIds

    return CocoSink(path, PlannedIds(options.sources) if options.sources else None)


def _mot(path: Path, options: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.mot import MotSink

    only_pictures = all(picture for _, picture in options.sources)
    return MotSink(path, [name for name, _ in options.sources] if only_pictures else ())


def _summary(path: Path, options: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.summary import SummarySink

    return SummarySink(path, options.csv)


def _timeline(path: Path, _: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.timeline_picture import TimelineSink

    return TimelineSink(path)


RESULT_FILES: dict[str, Callable[[Path, ResultOptions], Sink]] = {
    "save_json": _jsonl,
    "save_csv": _csv,
    "save_parquet": _parquet,
    "save_coco": _coco,
    "save_mot": _mot,
    "summary": _summary,
    "timeline": _timeline,
}
"""Formats of one file by their flags; an opener imports what it needs when it is called."""


def open_result_file(kind: str, path: Path, options: ResultOptions = DEFAULT_OPTIONS) -> Sink:
    """Open a file of one of RESULT_FILES; what the format needs is imported now. SinkError."""
    return RESULT_FILES[kind](path, options)
