"""Turns a result into what a mirror shows; drawn after that, its labels can still be read."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from yolocam.detections import Detections
from yolocam.frame import Detected, OverlayShape, publish


def mirrored(detected: Detected) -> Detected:
    """Return the result with left and right exchanged, in the image, the boxes and the shapes."""
    frame, inference = detected.frame, detected.inference
    image = publish(cv2.flip(frame.image, 1).view(np.uint8))
    width = frame.size_wh[0]
    return replace(
        detected,
        frame=replace(frame, image=image),
        inference=replace(inference, detections=flip_boxes(inference.detections, width)),
        shapes=tuple(flip_shape(shape, width) for shape in detected.shapes),
    )


def flip_shape(shape: OverlayShape, width: int) -> OverlayShape:
    """Return the shape in the mirrored image, which is `width` pixels wide."""
    points = shape.points.copy()
    points[:, 0] = width - points[:, 0]
    # Left and right are exchanged: the arrow is to point to the same objects, so the line runs backwards.
    return replace(shape, points=points[::-1] if shape.arrow else points)


def flip_boxes(detections: Detections, width: int) -> Detections:
    """Return the detections of the mirrored image, which is `width` pixels wide."""
    xyxy = detections.xyxy.copy()
    xyxy[:, 0] = width - detections.xyxy[:, 2]
    xyxy[:, 2] = width - detections.xyxy[:, 0]
    return replace(detections, xyxy=xyxy)
