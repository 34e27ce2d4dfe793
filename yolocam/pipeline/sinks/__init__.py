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


def _coco(path: Path) -> Sink:
    from yolocam.pipeline.sinks.coco import CocoSink

    return CocoSink(path)


RESULT_FILES: dict[str, Callable[[Path], Sink]] = {"json": _jsonl, "csv": _csv, "coco": _coco}
"""Formats of one file, opened by its path; an opener imports what it needs when it is called."""
