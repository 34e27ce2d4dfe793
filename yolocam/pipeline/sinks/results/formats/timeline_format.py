"""An image that shows when each class was there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.registry import ResultFormat

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.results.result_options import ResultOptions


def _open(path: Path, _: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.timeline_picture import TimelineSink

    return TimelineSink(path)


TIMELINE = ResultFormat(
    name="timeline",
    title="Timeline",
    help="An image that shows when each class was there.",
    flag="--timeline",
    metavar="FILE.png",
    ending=".timeline.png",
    rank=70,
    open=_open,
)
