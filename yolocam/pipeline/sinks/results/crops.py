"""Cuts every detection out of its frame."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from yolocam.errors import OneOutputError
from yolocam.frame import Rendered
from yolocam.pipeline.sinks.names.output_names import OutputNames
from yolocam.pipeline.sinks.names.unique_names import folder_names
from yolocam.pipeline.sinks.results.annotated_images import write_image
from yolocam.pipeline.sinks.results.records import Record, records_of


class CropSink:
    """`crops/<class name>/<stem>_<n>.jpg`, n counting the frame's detections from 0, strongest first.

    Cut from the frame without drawn boxes; boxes of less than a pixel are left out.
    """

    wants_image = False

    def __init__(self, output_dir: Path, names: OutputNames | None = None) -> None:
        self._folder = output_dir / "crops"
        self._names = names or OutputNames()
        self._class_names: tuple[str, ...] = ()
        self._kinds: list[str] = []

    def write(self, item: Rendered) -> None:
        """Write one image for each detection of the frame; OneOutputError if some cannot be written."""
        if item.frame.repeat:
            return
        width, height = item.frame.size_wh
        stem = self._names.crop(item.frame)
        errors: list[OneOutputError] = []
        for number, record in enumerate(records_of(item.detected)):
            box = np.rint(record.xyxy).astype(int).tolist()
            x1, x2 = (min(max(x, 0), width) for x in box[0::2])
            y1, y2 = (min(max(y, 0), height) for y in box[1::2])
            if x2 <= x1 or y2 <= y1:
                continue
            kind = self._kind(record, item.detected.model.class_names)
            try:
                write_image(self._folder / kind / f"{stem}_{number}.jpg", item.frame.image[y1:y2, x1:x2])
            except OneOutputError as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def _kind(self, record: Record, class_names: tuple[str, ...]) -> str:
        """Return the folder of a detection's class."""
        if class_names != self._class_names:
            self._class_names, self._kinds = class_names, folder_names(class_names)
        known = 0 <= record.class_id < len(self._kinds)
        return self._kinds[record.class_id] if known else folder_names([record.class_name])[0]

    def close(self) -> None:
        """Nothing is held open."""
