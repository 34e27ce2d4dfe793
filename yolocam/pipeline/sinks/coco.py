"""Writes a COCO results file, as pycocotools loads it."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

from yolocam.frame import Rendered
from yolocam.pipeline.sinks.output_file import TextOutput
from yolocam.pipeline.sinks.records import records_of


class CocoSink:
    """A JSON list of image_id, category_id, bbox [x, y, w, h] in pixels, score, and file_name.

    `image_id` is the number that the file's name is (COCO's convention: 000000000139.jpg is 139), for
    any other name and for video frames the running number of the picture in this run, from 1.
    `category_id` is the class index from 0; `yolocam eval` writes COCO's own numbers. Written row
    by row, so that nothing piles up in memory; `close` completes the list.
    """

    wants_image = False

    def __init__(self, path: Path) -> None:
        self._output = TextOutput(path)
        self._pictures = 0
        self._separator = "[\n"

    def write(self, item: Rendered) -> None:
        """Append a row for each detection of the frame."""
        frame = item.frame
        if frame.repeat:
            return
        self._pictures += 1
        image_id = self._image_id(frame.source.name, frame.source.kind == "image")
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

    def _image_id(self, name: str, is_image: bool) -> int:
        stem = PurePosixPath(name).stem
        return int(stem) if is_image and stem.isascii() and stem.isdecimal() else self._pictures
