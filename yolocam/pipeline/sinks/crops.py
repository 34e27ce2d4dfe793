"""Cuts every detection out of its frame."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from yolocam.frame import Rendered
from yolocam.pipeline.sinks.frame_names import OutputStems, safe_name
from yolocam.pipeline.sinks.images import write_image
from yolocam.pipeline.sinks.records import records_of


class CropSink:
    """`crops/<class name>/<stem>_<n>.jpg`, n counting the frame's detections from 0, strongest first.

    Cut from the frame as it was captured, without boxes; boxes of less than a pixel are left out.
    """

    wants_image = False

    def __init__(self, output_dir: Path) -> None:
        self._folder = output_dir / "crops"
        self._stems = OutputStems()

    def write(self, item: Rendered) -> None:
        """Write one picture for each detection of the frame."""
        if item.frame.repeat:
            return
        width, height = item.frame.size_wh
        stem = self._stems.of_frame(item.frame)
        for number, record in enumerate(records_of(item.detected)):
            box = np.rint(record.xyxy).astype(int).tolist()
            x1, x2 = (min(max(x, 0), width) for x in box[0::2])
            y1, y2 = (min(max(y, 0), height) for y in box[1::2])
            if x2 > x1 and y2 > y1:
                kind = safe_name(record.class_name.replace("/", "_"))
                path = self._folder / kind / f"{stem}_{number}.jpg"
                write_image(path, item.frame.image[y1:y2, x1:x2])

    def close(self) -> None:
        """Nothing is held open."""
