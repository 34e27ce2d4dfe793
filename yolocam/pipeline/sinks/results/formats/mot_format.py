"""The MOT challenge's det.txt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.registry import ResultFormat

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.results.result_options import ResultOptions


def _open(path: Path, options: ResultOptions) -> Sink:
    from yolocam.pipeline.sinks.results.mot import MotSink

    only_pictures = all(picture for _, picture in options.sources)
    return MotSink(path, [name for name, _ in options.sources] if only_pictures else ())


MOT = ResultFormat(
    name="mot",
    title="MOT",
    help="One line for each detection, in the det.txt format of the MOT challenge.",
    ending=".mot.txt",
    rank=50,
    open=_open,
)
