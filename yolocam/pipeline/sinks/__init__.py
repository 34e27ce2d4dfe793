"""Where results go: annotated media, and tables and labels for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yolocam.pipeline.interfaces import Sink


def _jsonl(path: Path) -> Sink:
    from yolocam.pipeline.sinks.jsonl import JsonlSink

    return JsonlSink(path)


def _csv(path: Path) -> Sink:
    from yolocam.pipeline.sinks.csv_file import CsvSink

    return CsvSink(path)


def _parquet(path: Path) -> Sink:
    from yolocam.pipeline.sinks.parquet import ParquetSink

    return ParquetSink(path)


def _coco(path: Path) -> Sink:
    from yolocam.pipeline.sinks.coco import CocoSink

    return CocoSink(path)


def _mot(path: Path) -> Sink:
    from yolocam.pipeline.sinks.mot import MotSink

    return MotSink(path)


def _summary(path: Path) -> Sink:
    from yolocam.pipeline.sinks.summary import SummarySink

    return SummarySink(path)


def _timeline(path: Path) -> Sink:
    from yolocam.pipeline.sinks.timeline_picture import TimelineSink

    return TimelineSink(path)


RESULT_FILES: dict[str, Callable[[Path], Sink]] = {
    "save_json": _jsonl,
    "save_csv": _csv,
    "save_parquet": _parquet,
    "save_coco": _coco,
    "save_mot": _mot,
    "summary": _summary,
    "timeline": _timeline,
}
"""Formats of one file by their flags, opened by the path; an opener imports what it needs when called."""
