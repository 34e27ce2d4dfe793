"""Draws a result as a mirror shows it, with labels that can still be read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from yolocam.frame import Detections, Image, Rendered
from yolocam.pipeline.render import Drawer
from yolocam.settings import Settings


def draw_mirrored(drawer: Drawer, item: Rendered, settings: Settings, fps: float | None) -> Image:
    """Return the annotated picture with left and right exchanged before the boxes are drawn."""
    frame, detected = item.frame, item.detected
    image = np.ascontiguousarray(frame.image[:, ::-1])
    boxes = flip_boxes(detected.detections, frame.size_wh[0])
    return drawer.draw(image, boxes, detected.model.class_names, settings, fps)


def flip_boxes(detections: Detections, width: int) -> Detections:
    """Return the detections of the mirrored picture, which is `width` pixels wide."""
    xyxy = detections.xyxy.copy()
    xyxy[:, 0] = width - detections.xyxy[:, 2]
    xyxy[:, 2] = width - detections.xyxy[:, 0]
    return replace(detections, xyxy=xyxy)
