"""What happened in regions and on lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.registry import ResultFormat

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.results.result_options import ResultOptions


def _open(path: Path, _: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.event_lines import EventSink

    return EventSink(path)


EVENTS = ResultFormat(
    name="events",
    title="Events",
    help="One JSON object for each object that enters or leaves a region or crosses a line.",
    ending=".events.jsonl",
    rank=90,
    of_events=True,
    open=_open,
)
