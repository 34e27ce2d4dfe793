"""Writes a table with one row for each detection."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from yolocam.frame import Rendered
from yolocam.pipeline.sinks.output_file import TextOutput
from yolocam.pipeline.sinks.records import records_of, seconds

COLUMNS = (
    "x_min", "y_min", "x_max", "y_max", "class_id", "confidence",
    "class_name", "objectness", "class_score", "source", "frame", "seconds",
)  # fmt: skip


class CsvSink:
    """Comma-separated values as RFC 4180 has them; the header is there even if nothing is found."""

    wants_image = False

    def __init__(self, path: Path) -> None:
        self._output = TextOutput(path)
        self._output.write(_lines([COLUMNS]))

    def write(self, item: Rendered) -> None:
        """Append a row for each detection of the frame."""
        frame = item.frame
        if frame.repeat:
            return
        origin = (frame.source.name, frame.index, seconds(frame.pts_ns))
        rows = [
            (*r.xyxy, r.class_id, r.confidence, r.class_name, r.objectness, r.class_score, *origin)
            for r in records_of(item.detected)
        ]
        if rows:
            self._output.write(_lines(rows))

    def close(self) -> None:
        """Close the file."""
        self._output.close()


def _lines(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
