"""COCO's results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.registry import ResultFormat

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.results.result_options import ResultOptions


def _open(path: Path, options: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.coco import CocoSink
    from yolocam.pipeline.sinks.results.image_ids import PlannedIds

    return CocoSink(path, PlannedIds(options.sources) if options.sources else None)


COCO = ResultFormat(
    name="coco",
    title="COCO results",
    help="One entry for each detection, for tools that measure accuracy.",
    ending=".coco.json",
    rank=40,
    open=_open,
)
