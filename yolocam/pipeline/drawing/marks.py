"""What is drawn of each thing that was found, wherever it is drawn: its box, its colours, its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yolocam.detections import Detections
from yolocam.frame import Detected, OverlayShape
from yolocam.palette import WHITE, Colour, Palette
from yolocam.pipeline.drawing.labels import Rect
from yolocam.settings import Settings

LABEL_SCALES = {"auto": 1.0, "small": 0.75, "large": 1.5}
"""How large the letters of a label are, against those that suit the image."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing as it is drawn: its box in whole pixels of the image, its colours, its label."""

    box: Rect
    colour: Colour
    text_colour: Colour
    label: str
    short_label: str = ""
    """The label without its score, for a small box."""


def marks_of(
    detections: Detections,
    size_wh: tuple[int, int],
    class_names: Sequence[str],
    settings: Settings,
    palette: Palette,
) -> list[Mark]:
    """Return what to draw on an image of this size, weakest first, so that the strongest ends on top."""
    order = np.argsort(detections.confidence, kind="stable")
    boxes = _pixel_boxes(detections.xyxy[order], size_wh)
    class_ids = detections.class_id[order].tolist()
    scores = detections.confidence[order].tolist() if settings.scores else [None] * len(order)
    tracks = [-1] * len(order) if detections.track_id is None else detections.track_id[order].tolist()
    marks = []
    for box, class_id, score, track in zip(boxes, class_ids, scores, tracks, strict=True):
        number = _colour_number(class_id, track, settings)
        short = _label(class_names, class_id, track)
        label = short if score is None else f"{short} {score:.2f}"
        marks.append(Mark(box, palette.colour(number), palette.text_colour(number), label, short))
    return marks


def shape_colour(shape: OverlayShape, palette: Palette, settings: Settings) -> Colour:
    """Return the colour of the object that a shape belongs to, white where it is of none."""
    if shape.class_id is None:
        return WHITE
    track = -1 if shape.track_id is None else shape.track_id
    return palette.colour(_colour_number(shape.class_id, track, settings))


def has_boxes_painted(detected: Detected) -> bool:
    """Whether the boxes stand in the image already, so that nothing is to be drawn."""
    stored = detected.model.stored
    return stored is not None and stored.painted


def _colour_number(class_id: int, track: int, settings: Settings) -> int:
    return track if settings.colour_by == "track" and track >= 0 else class_id


def _pixel_boxes(xyxy: NDArray[np.float32], size_wh: tuple[int, int]) -> list[Rect]:
    """Round to whole pixels inside the frame, at least one pixel wide and high."""
    limits = np.array([*size_wh, *size_wh], np.float32)
    edges = np.rint(np.clip(np.nan_to_num(xyxy), 0, limits)).astype(np.int64)
    edges[:, :2] = np.minimum(edges[:, :2], limits[:2].astype(np.int64) - 1)
    edges[:, 2:] = np.maximum(edges[:, 2:], edges[:, :2] + 1)
    return [(x1, y1, x2, y2) for x1, y1, x2, y2 in edges.tolist()]


def _label(class_names: Sequence[str], class_id: int, track: int) -> str:
    """Return "person #12": a track below 0 is none."""
    known = 0 <= class_id < len(class_names)
    words = [" ".join(class_names[class_id].split()) if known else str(class_id)]
    if track >= 0:
        words.append(f"#{track}")
    return " ".join(words)
