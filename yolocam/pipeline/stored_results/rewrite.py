"""Writes stored results again under other settings, without the video."""

from __future__ import annotations

import time
from collections.abc import Iterator

from yolocam.frame import Detected, Frame, Rendered, SourceInfo, SourceKind
from yolocam.pipeline.sinks.without_images import blank_image
from yolocam.pipeline.stored_results.result_file import ResultFile
from yolocam.pipeline.stored_results.stored_detector import inference_of
from yolocam.pipeline.stored_results.stored_frame import StoredFrame
from yolocam.settings import Settings


def rendered_again(results: ResultFile, settings: Settings) -> Iterator[Rendered]:
    """Yield each stored frame as a sink takes it; of its image only the size is true."""
    sources: dict[str, SourceInfo] = {}
    for stored, model in results.frames():
        source = sources.setdefault(stored.source, _source(stored, results))
        frame = Frame(blank_image(stored.size_wh), stored.index, stored.pts_ns, _captured_ns(stored), source)
        yield Rendered(Detected(frame, inference_of(stored, model, settings), settings), None)


def _source(stored: StoredFrame, results: ResultFile) -> SourceInfo:
    picture = results.is_picture(stored.source)
    live = stored.time is not None
    kind: SourceKind = "image" if picture else "stream" if live else "video"
    return SourceInfo(stored.source, kind, stored.size_wh, live=live)


def _captured_ns(stored: StoredFrame) -> int:
    """Return the moment of capture as the monotonic clock would have had it."""
    if stored.time is None:
        return 0
    return round(stored.time.timestamp() * 1e9) - (time.time_ns() - time.monotonic_ns())
