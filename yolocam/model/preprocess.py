"""Fits frames into the network's input: resize, then a grey border."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from yolocam.frame import Image
from yolocam.letterbox import Placement

GREY = 127.5
"""Value of the letterbox's border, Darknet's 0.5; 128 among bytes."""


def _aligned_steps(place: Placement) -> tuple[float, float]:
    """Return source pixels per new pixel, across and down, with the corner pixels on each other."""
    (frame_w, frame_h), (new_w, new_h) = place.frame_wh, place.new_wh
    return (frame_w - 1) / max(new_w - 1, 1), (frame_h - 1) / max(new_h - 1, 1)


def fit_frame(image: Image, place: Placement, canvas: Image | NDArray[np.float32]) -> None:
    """Resize a frame into its place on `canvas` (net H, net W, 3); the border becomes grey.

    Bilinear between aligned corners, as Darknet's resize_image. cv2.resize aligns pixel areas
    instead, which changes confidences by up to 0.2; an affine map says exactly what is wanted.
    A float32 canvas, in 0..255, gives Darknet's confidences to 0.0005; on one of bytes the picture
    is rounded, which changes them by up to 0.006.
    """
    (new_w, new_h), (left, top) = place.new_wh, place.offset_xy
    if place.new_wh != place.net_wh:
        grey = np.ceil(GREY) if canvas.dtype == np.uint8 else GREY
        canvas[:top] = grey
        canvas[top + new_h :] = grey
        canvas[top : top + new_h, :left] = grey
        canvas[top : top + new_h, left + new_w :] = grey
    inside = canvas[top : top + new_h, left : left + new_w]
    if place.new_wh == place.frame_wh:
        inside[...] = image
        return
    step_x, step_y = _aligned_steps(place)
    to_source = np.array([[step_x, 0, 0], [0, step_y, 0]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    # Replicating the edge: a corner that rounds to just outside must not blend with the border.
    source = image if canvas.dtype == np.uint8 else image.astype(np.float32)
    cv2.warpAffine(source, to_source, place.new_wh, inside, flags, cv2.BORDER_REPLICATE)


def fit_tensor(images: Tensor, place: Placement) -> Tensor:
    """Do what `fit_frame` does, on the images' device.

    uint8 (B, H, W, 3) BGR -> float32 (B, 3, net H, net W) RGB in 0..1.
    """
    (new_w, new_h), (left, top), (net_w, net_h) = place.new_wh, place.offset_xy, place.net_wh
    x = images.permute(0, 3, 1, 2).flip(1).float() / 255.0
    if place.new_wh != place.frame_wh:
        x = F.interpolate(x, size=(new_h, new_w), mode="bilinear", align_corners=True)
    border = (left, net_w - new_w - left, top, net_h - new_h - top)
    return F.pad(x, border, value=GREY / 255.0) if any(border) else x
