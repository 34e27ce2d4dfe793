"""Turns a result into what a mirror shows; drawn after that, its labels can still be read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from yolocam.frame import Detected, Detections, publish


def mirrored(detected: Detected) -> Detected:
    """Return the result with left and right exchanged, in the image, the boxes and the shapes."""
    frame, inference = detected.frame, detected.inference
    image = publish(np.ascontiguousarray(frame.image[:, ::-1]))
    boxes = flip_boxes(inference.detections, frame.size_wh[0])
    width = frame.size_wh[0]
    return replace(
        detected,
        frame=replace(frame, image=image),
        inference=replace(inference, detections=boxes),
        shapes=tuple(replace(shape, points=_flip(shape.points, width)) for shape in detected.shapes),
    )


def _flip(points: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    return np.column_stack((width - points[:, 0], points[:, 1]))


def flip_boxes(detections: Detections, width: int) -> Detections:
    """Return the detections of the mirrored image, which is `width` pixels wide."""
    xyxy = detections.xyxy.copy()
    xyxy[:, 0] = width - detections.xyxy[:, 2]
    xyxy[:, 2] = width - detections.xyxy[:, 0]
    return replace(detections, xyxy=xyxy)
