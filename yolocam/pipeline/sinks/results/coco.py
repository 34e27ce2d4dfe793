"""Writes a COCO results file, as pycocotools loads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

from yolocam.files.output_file import TextOutput
from yolocam.frame import Frame, Rendered
from yolocam.pipeline.sinks.results.image_ids import RunningIds
from yolocam.pipeline.sinks.results.records import records_of


class ImageIds(Protocol):
    """What numbers images and frames (see `image_ids`)."""

    def of(self, frame: Frame) -> int:
        """Return the frame's id."""


class CocoSink:
    """A JSON list of image_id, category_id, bbox [x, y, w, h] in pixels, score, and file_name.

    `image_id` is the number that the file's name is where that is unambiguous (COCO's convention:
    000000000139.jpg is 139), else a number that no other image or frame has; see `image_ids`.
    `category_id` is the class index from 0; `yolocam eval` writes COCO's own numbers. Written row by
    row, so that nothing piles up in memory; `close` completes the list.
    """

    wants_image = False

    def __init__(self, path: Path, ids: ImageIds | None = None) -> None:
        self._output = TextOutput(path)
        self._ids = ids or RunningIds()
        self._separator = "[\n"

    def write(self, item: Rendered) -> None:
        """Append a row for each detection of the frame."""
        frame = item.frame
        if frame.repeat:
            return
        image_id = self._ids.of(frame)
        rows = []
        for record in records_of(item.detected):
            x1, y1, x2, y2 = record.xyxy
            row = {
                "image_id": image_id,
                "category_id": record.class_id,
                "bbox": [x1, y1, round(x2 - x1, 2), round(y2 - y1, 2)],
                "score": record.confidence,
                "file_name": frame.source.name,
            }
            if frame.source.kind != "image":
                row["frame"] = frame.index
            rows.append(json.dumps(row, ensure_ascii=False, allow_nan=False))
        if rows:
            self._output.write(self._separator + ",\n".join(rows))
            self._separator = ",\n"

    def close(self) -> None:
        """Complete the list and close the file."""
        try:
            self._output.write("[]\n" if self._separator == "[\n" else "\n]\n")
        finally:
            self._output.close()
