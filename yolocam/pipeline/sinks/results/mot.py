"""Writes detections as the MOT challenge has them in det.txt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yolocam.files.output_file import TextOutput
from yolocam.frame import Rendered, SourceInfo
from yolocam.pipeline.sinks.results.records import records_of


class MotSink:
    """`frame,id,left,top,width,height,confidence,class,-1`, as MOT16 describes it: everything from 1 on.

    `id` is the track, -1 where the object has none; the -1 at the end is the visibility, which is not
    known. The upper left pixel is (1, 1), and `class` is the class index from 1. A MOT file is one
    sequence: of several sources each continues the numbers of the one before it, so images are numbered
    in their order. Where all that comes is known as `pictures`, by name, one that cannot be read leaves
    its number out.
    """

    wants_image = False

    def __init__(self, path: Path, pictures: Sequence[str] = ()) -> None:
        self._output = TextOutput(path)
        self._places = {name: place for place, name in enumerate(pictures, 1)}
        self._source: SourceInfo | None = None
        self._before = 0  # frames of earlier sources
        self._last = 0

    def write(self, item: Rendered) -> None:
        """Append a line for each detection of the frame."""
        frame = item.frame
        if frame.repeat:
            return
        number = self._number(frame.source, frame.index)
        lines = []
        for record in records_of(item.detected):
            x1, y1, x2, y2 = record.xyxy
            box = f"{x1 + 1:.2f},{y1 + 1:.2f},{x2 - x1:.2f},{y2 - y1:.2f}"
            track = -1 if record.track_id is None else record.track_id
            lines.append(f"{number},{track},{box},{record.confidence:.6f},{record.class_id + 1},-1\n")
        if lines:
            self._output.write("".join(lines))

    def close(self) -> None:
        """Close the file."""
        self._output.close()

    def _number(self, source: SourceInfo, index: int) -> int:
        if source.name in self._places:
            return self._places[source.name]
        if self._source is None or source.name != self._source.name:
            self._source = source
            self._before = self._last - (index if source.kind == "image" else 0)
        self._last = self._before + index + 1
        return self._last
