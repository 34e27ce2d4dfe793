"""The letterbox: fits a frame into the network's input, and maps boxes back to the frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FitMode = Literal["letterbox", "stretch"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a frame lies in the network's input: resized to `new_wh`, its corner at `offset_xy`.

    All in pixels; `frame_wh` is the frame's own size, `net_wh` that of the input.
    """

    frame_wh: tuple[int, int]
    net_wh: tuple[int, int]
    new_wh: tuple[int, int]
    offset_xy: tuple[int, int]


def placement(frame_wh: tuple[int, int], net_wh: tuple[int, int], fit: FitMode) -> Placement:
    """Return how a frame is fitted to the input.

    "letterbox" keeps the proportions and centres the frame (Darknet, image.c: letterbox_image; the
    shorter side is truncated, not rounded); "stretch" fills the input. No side becomes 0.
    """
    if fit == "stretch":
        return Placement(frame_wh, net_wh, net_wh, (0, 0))
    (frame_w, frame_h), (net_w, net_h) = frame_wh, net_wh
    if net_w * frame_h < net_h * frame_w:
        new_wh = net_w, max(1, frame_h * net_w // frame_w)
    else:
        new_wh = max(1, frame_w * net_h // frame_h), net_h
    offset = (net_w - new_wh[0]) // 2, (net_h - new_wh[1]) // 2
    return Placement(frame_wh, net_wh, new_wh, offset)


def rectangle(frame_wh: tuple[int, int], net_wh: tuple[int, int], stride: int) -> tuple[int, int]:
    """Return the smallest input, in multiples of `stride`, that holds the frame as large as `net_wh` does."""
    new_w, new_h = placement(frame_wh, net_wh, "letterbox").new_wh
    return -(-new_w // stride) * stride, -(-new_h // stride) * stride


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
