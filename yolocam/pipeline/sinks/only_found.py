"""Hands on only those frames in which something was found."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from yolocam.frame import Frame, Rendered, SourceInfo
from yolocam.pipeline.interfaces import Sink

_USUAL_RATE = Fraction(25)
_SECOND_NS = 1_000_000_000


class OnlyFoundSink:
    """Feeds a sink with the frames that have detections; if `gapless`, closed up at their rate."""

    def __init__(self, sink: Sink, *, gapless: bool = False) -> None:
        self._sink = sink
        self._gapless = gapless
        self._source: SourceInfo | None = None
        self._closed_up: SourceInfo | None = None
        self._count = 0
        self.wants_image = sink.wants_image

    def write(self, item: Rendered) -> None:
        """Hand a result on if there is something in it."""
        if not len(item.detected.detections) or item.frame.repeat:
            return
        if self._gapless and item.frame.source.kind != "image":
            item = replace(item, detected=replace(item.detected, frame=self._placed(item.frame)))
        self._sink.write(item)

    def close(self) -> None:
        """Close the sink."""
        self._sink.close()

    def _placed(self, frame: Frame) -> Frame:
        """Return the frame at the place that it has among those that are kept."""
        source = frame.source
        if source is not self._source:
            if self._source is None or (source.name, source.size_wh) != (
                self._source.name,
                self._source.size_wh,
            ):
                self._count = 0
                self._closed_up = replace(source, has_audio=False, frame_count=None, duration_ns=None)
            self._source = source
        assert self._closed_up is not None
        index, self._count = self._count, self._count + 1
        at_ns = round(index / (source.fps or _USUAL_RATE) * _SECOND_NS)
        return replace(frame, source=self._closed_up, index=index, pts_ns=at_ns, captured_ns=at_ns)
