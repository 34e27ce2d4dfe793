"""Fits frames into the network's input: resize, then a grey border."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from yolocam.frame import Colours, Image
from yolocam.letterbox import Placement

GREY = 127.5
"""Value of the letterbox's border, Darknet's 0.5; 128 among bytes."""


def aligned_steps(place: Placement) -> tuple[float, float]:
    """Return source pixels per new pixel, across and down, with the corner pixels on each other."""
    (frame_w, frame_h), (new_w, new_h) = place.frame_wh, place.new_wh
    return (frame_w - 1) / max(new_w - 1, 1), (frame_h - 1) / max(new_h - 1, 1)


def fit_frame(image: Image, place: Placement, canvas: Image | NDArray[np.float32]) -> None:
    """Resize a frame into its place on `canvas` (net H, net W, 3); the border becomes grey.

    Bilinear between aligned corners, as Darknet's resize_image. cv2.resize aligns pixel areas
    instead, which changes confidences by up to 0.2; an affine map says exactly what is wanted.
    A float32 canvas, in 0..255, gives Darknet's confidences to 0.0005; on one of bytes the image
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
    step_x, step_y = aligned_steps(place)
    to_source = np.array([[step_x, 0, 0], [0, step_y, 0]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    # Replicating the edge: a corner that rounds to just outside must not blend with the border.
    source = image if canvas.dtype == np.uint8 else image.astype(np.float32)
    cv2.warpAffine(source, to_source, place.new_wh, inside, flags, cv2.BORDER_REPLICATE)


def colour_factors(colours: Colours) -> tuple[float, float, float, float, float, float]:
    """Return black's brightness, the gain, and how much blue, green (twice) and red follow the differences.

    After ITU-R BT.601 and BT.709: red = brightness + 2 (1 - Kr) V, blue = brightness + 2 (1 - Kb) U.
    """
    red, blue = (0.2126, 0.0722) if colours.bt709 else (0.299, 0.114)
    green = 1.0 - red - blue
    black, gain, wide = (0.0, 1.0, 1.0) if colours.full_range else (16.0, 255 / 219, 255 / 224)
    of_u, of_v = 2 * (1 - blue) * wide, 2 * (1 - red) * wide
    return black, gain, of_u, -of_u * blue / green, -of_v * red / green, of_v


def nv12_to_bgr(luma: Tensor, chroma: Tensor, colours: Colours) -> Tensor:
    """uint8 (H, W) and (H/2, W/2, 2), even sides -> uint8 (1, H, W, 3) BGR."""
    black, gain, blue_u, green_u, green_v, red_v = colour_factors(colours)
    wide = (chroma.float() - 128.0).repeat_interleave(2, dim=0).repeat_interleave(2, dim=1)
    u, v = wide[..., 0], wide[..., 1]
    bright = (luma.float() - black) * gain
    bgr = torch.stack((bright + blue_u * u, bright + green_u * u + green_v * v, bright + red_v * v), dim=-1)
    return (bgr + 0.5).floor().clamp(0, 255).to(torch.uint8)[None]


class Neighbours(NamedTuple):
    """For each new pixel across and down the old ones around it, int64, and the second's share, float32."""

    x0: Tensor
    x1: Tensor
    share_x: Tensor
    y0: Tensor
    y1: Tensor
    share_y: Tensor


def neighbours_of(place: Placement, device: torch.device) -> Neighbours:
    """Return what `fit_tensor` looks up for a placement, for a caller that keeps it."""
    step_x, step_y = aligned_steps(place)
    across = _neighbours(place.new_wh[0], place.frame_wh[0], step_x, device)
    return Neighbours(*across, *_neighbours(place.new_wh[1], place.frame_wh[1], step_y, device))


def fit_tensor(images: Tensor, place: Placement, near: Neighbours | None = None) -> Tensor:
    """Do what `fit_frame` does, on the images' device; `near` spares making what `neighbours_of` gives.

    uint8 (B, H, W, 3) BGR -> float32 (B, net H, net W, 3) BGR in 0..255. Of a frame only the pixels are
    looked at that the result needs: nothing of a whole frame's size is made.
    """
    (new_w, new_h), (left, top), (net_w, net_h) = place.new_wh, place.offset_xy, place.net_wh
    x = (
        images.float()
        if place.new_wh == place.frame_wh
        else _resized(images, near or neighbours_of(place, images.device))
    )
    border = (0, 0, left, net_w - new_w - left, top, net_h - new_h - top)
    return F.pad(x, border, value=GREY) if any(border) else x


def _resized(images: Tensor, near: Neighbours) -> Tensor:
    x0, x1, share_x, y0, y1, share_y = near
    above, below = images.index_select(1, y0), images.index_select(1, y1)
    upper = torch.lerp(above.index_select(2, x0).float(), above.index_select(2, x1).float(), share_x[:, None])
    lower = torch.lerp(below.index_select(2, x0).float(), below.index_select(2, x1).float(), share_x[:, None])
    return torch.lerp(upper, lower, share_y[:, None, None])


def _neighbours(count: int, size: int, step: float, device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Return for each of `count` new pixels the two old ones around it, and the share of the second."""
    at = torch.arange(count, device=device, dtype=torch.float64) * step
    first = at.floor().clamp(max=size - 1)
    second = (first + 1).clamp(max=size - 1)
    return first.long(), second.long(), (at - first).float()
