"""An image that shows where objects were."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.registry import ResultFormat

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.results.result_options import ResultOptions


def _open(path: Path, options: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.heat_map import HeatMapSink

    return HeatMapSink(path, options.heat_map_of)


HEAT_MAP = ResultFormat(
    name="heatmap",
    title="Heat map",
    help="An image that shows where objects were, and how long, over the first frame.",
    metavar="FILE.png",
    ending=".heatmap.png",
    rank=75,
    open=_open,
)
