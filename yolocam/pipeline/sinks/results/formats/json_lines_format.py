"""JSON Lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.registry import ResultFormat

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.results.result_options import ResultOptions


def _open(path: Path, options: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.jsonl import JsonlSink

    return JsonlSink(path, candidates=options.candidates)


JSON_LINES = ResultFormat(
    name="json",
    title="JSON Lines",
    help="One object for each frame; the only format that can be opened again.",
    ending=".jsonl",
    suggested=True,
    reopens=True,
    rank=10,
    open=_open,
)
