"""Triton kernel: fits bytes into the network's input in one pass, in the input's own type."""

from __future__ import annotations

import triton
import triton.language as tl
from torch import Tensor

from yolocam.letterbox import Placement
from yolocam.model.preprocess import GREY, aligned_steps

_BLOCK = 256
"""Pixels of the input that one program makes."""


@triton.jit
def _fit(
    frames, fitted, frame_w, frame_h, net_w, net_h, new_w, new_h, left, top, step_x, step_y, grey,
    BLOCK: tl.constexpr,
):  # fmt: skip
    image = tl.program_id(1).to(tl.int64)
    pixel = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    there = pixel < net_w * net_h
    x, y = pixel % net_w - left, pixel // net_w - top
    inside = there & (x >= 0) & (x < new_w) & (y >= 0) & (y < new_h)
    at_x, at_y = x * step_x, y * step_y
    x0 = tl.minimum(tl.maximum(tl.floor(at_x).to(tl.int32), 0), frame_w - 1)
    y0 = tl.minimum(tl.maximum(tl.floor(at_y).to(tl.int32), 0), frame_h - 1)
    x1, y1 = tl.minimum(x0 + 1, frame_w - 1), tl.minimum(y0 + 1, frame_h - 1)
    share_x, share_y = at_x - x0, at_y - y0
    frame = frames + image * frame_w * frame_h * 3
    above, below = frame + y0.to(tl.int64) * frame_w * 3, frame + y1.to(tl.int64) * frame_w * 3
    to = fitted + (image * net_w * net_h + pixel) * 3
    for colour in range(3):
        a = tl.load(above + x0 * 3 + colour, mask=inside, other=0).to(tl.float32)
        b = tl.load(above + x1 * 3 + colour, mask=inside, other=0).to(tl.float32)
        c = tl.load(below + x0 * 3 + colour, mask=inside, other=0).to(tl.float32)
        d = tl.load(below + x1 * 3 + colour, mask=inside, other=0).to(tl.float32)
        upper, lower = a + (b - a) * share_x, c + (d - c) * share_x
        value = tl.where(inside, upper + (lower - upper) * share_y, grey)
        tl.store(to + colour, value.to(fitted.dtype.element_ty), mask=there)


def fit_into(frames: Tensor, place: Placement, fitted: Tensor) -> None:
    """Do what `fit_tensor` does, into `fitted`, (B, net H, net W, 3) of any floating type, contiguous.

    `frames` is uint8 (B, H, W, 3) BGR, contiguous. The numbers are BGR in 0..255.
    """
    step_x, step_y = aligned_steps(place)
    net_w, net_h = place.net_wh
    programs = triton.cdiv(net_w * net_h, _BLOCK), len(frames)
    _fit[programs](
        frames, fitted, *place.frame_wh, net_w, net_h, *place.new_wh, *place.offset_xy,
        float(step_x), float(step_y), GREY, _BLOCK,
    )  # fmt: skip
