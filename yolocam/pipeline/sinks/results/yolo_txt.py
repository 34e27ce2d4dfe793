"""Writes labels in the YOLO text format: one file for each image."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from yolocam.files.output_file import write_bytes
from yolocam.frame import Rendered
from yolocam.pipeline.sinks.names.output_names import OutputNames


class YoloTxtSink:
    """`labels/<stem>.txt`, for a video `labels/<stem>_<frame>.txt`: class cx cy w h [confidence].

    Centre and size are fractions of the image's width and height. An image in which nothing was
    found gets an empty file, which to training tools means: looked at, nothing there.
    """

    wants_image = False

    def __init__(self, output_dir: Path, save_conf: bool = False, names: OutputNames | None = None) -> None:
        self._folder = output_dir / "labels"
        self._names = names or OutputNames()
        self._save_conf = save_conf

    def write(self, item: Rendered) -> None:
        """Write the frame's file."""
        if item.frame.repeat:
            return
        found = item.detected.detections
        scale = np.array(item.frame.size_wh * 2, np.float64)
        boxes = np.nan_to_num(found.xyxy.astype(np.float64)) / scale
        lines = []
        for row, (x1, y1, x2, y2) in enumerate(boxes.tolist()):
            fields = [(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1]
            if self._save_conf:
                fields.append(float(found.confidence[row]))
            lines.append(" ".join([str(int(found.class_id[row])), *(f"{value:.6f}" for value in fields)]))
        text = "".join(line + "\n" for line in lines)
        write_bytes(self._folder / f"{self._names.label(item.frame)}.txt", text.encode())

    def close(self) -> None:
        """Nothing is held open."""
