"""Writes one JSON object a line for each frame, readable up to the last line even after a kill."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from yolocam.frame import Detected, Rendered
from yolocam.pipeline.sinks.output_file import TextOutput
from yolocam.pipeline.sinks.records import records_of, seconds


class JsonlSink:
    """JSON Lines: source, frame, pts in seconds, width, height, and the detections of the frame."""

    wants_image = False

    def __init__(self, path: Path) -> None:
        self._output = TextOutput(path)

    def write(self, item: Rendered) -> None:
        """Append the frame's line."""
        if not item.frame.repeat:
            line = json.dumps(json_record(item.detected), ensure_ascii=False, allow_nan=False)
            self._output.write(line + "\n")

    def close(self) -> None:
        """Close the file."""
        self._output.close()


def json_record(detected: Detected) -> dict[str, Any]:
    """Return a frame's result as the plain object that is written."""
    frame = detected.frame
    width, height = frame.size_wh
    return {
        "source": frame.source.name,
        "frame": frame.index,
        "pts": seconds(frame.pts_ns),
        "width": width,
        "height": height,
        "detections": [
            {
                "class_id": record.class_id,
                "class_name": record.class_name,
                "confidence": record.confidence,
                "objectness": record.objectness,
                "class_score": record.class_score,
                "xyxy": list(record.xyxy),
            }
            for record in records_of(detected)
        ],
    }
