"""Where a frame lies in the network's input, and the way back from there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a frame lies in the network's input: resized to `new_wh`, its corner at `offset_xy`.

    All in pixels; `frame_wh` is the frame's own size, `net_wh` that of the input.
    """

    frame_wh: tuple[int, int]
    net_wh: tuple[int, int]
    new_wh: tuple[int, int]
    offset_xy: tuple[int, int]


def to_frame(xyxy: NDArray[np.float32], place: Placement) -> NDArray[np.float32]:
    """Undo the fit for boxes: (N, 4) in input pixels -> float32 (N, 4) in frame pixels, clipped to it.

    First the border, then the scale of each axis, as Darknet's correct_yolo_boxes.
    """
    (frame_w, frame_h), (new_w, new_h), (left, top) = place.frame_wh, place.new_wh, place.offset_xy
    offset = np.array((left, top, left, top), np.float32)
    scale = np.array((frame_w / new_w, frame_h / new_h) * 2, np.float32)
    limit = np.array((frame_w, frame_h) * 2, np.float32)
    clipped: NDArray[np.float32] = np.clip((xyxy - offset) * scale, 0, limit).astype(np.float32, copy=False)
    return clipped
