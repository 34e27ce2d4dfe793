"""Triton kernel: fits a decoder's planes (NV12) into the network's input in one pass."""

from __future__ import annotations

import triton
import triton.language as tl
from torch import Tensor

from yolocam.frame import Colours
from yolocam.letterbox import Placement
from yolocam.model.preprocess import GREY, aligned_steps, colour_factors

_BLOCK = 256
"""Pixels of the input that one program makes."""


@triton.jit
def _byte(luma, chroma, inside, black, gain, of_u, of_v):
    bright = tl.load(luma, mask=inside, other=0).to(tl.float32)
    u = tl.load(chroma, mask=inside, other=0).to(tl.float32) - 128.0
    v = tl.load(chroma + 1, mask=inside, other=0).to(tl.float32) - 128.0
    level = (bright - black) * gain + of_u * u + of_v * v
    return tl.minimum(tl.maximum(tl.floor(level + 0.5), 0.0), 255.0)


@triton.jit
def _fit(
    luma, chroma, fitted, luma_row, chroma_row, frame_w, frame_h, net_w, net_h, new_w, new_h, left, top,
    step_x, step_y, grey, black, gain, blue_u, green_u, green_v, red_v, BLOCK: tl.constexpr,
):  # fmt: skip
    pixel = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    there = pixel < net_w * net_h
    x, y = pixel % net_w - left, pixel // net_w - top
    inside = there & (x >= 0) & (x < new_w) & (y >= 0) & (y < new_h)
    at_x, at_y = x * step_x, y * step_y
    x0 = tl.minimum(tl.maximum(tl.floor(at_x).to(tl.int32), 0), frame_w - 1)
    y0 = tl.minimum(tl.maximum(tl.floor(at_y).to(tl.int32), 0), frame_h - 1)
    x1, y1 = tl.minimum(x0 + 1, frame_w - 1), tl.minimum(y0 + 1, frame_h - 1)
    share_x, share_y = at_x - x0, at_y - y0
    above, below = luma + y0.to(tl.int64) * luma_row, luma + y1.to(tl.int64) * luma_row
    tint_above = chroma + (y0 // 2).to(tl.int64) * chroma_row
    tint_below = chroma + (y1 // 2).to(tl.int64) * chroma_row
    t0, t1 = x0 // 2 * 2, x1 // 2 * 2
    for colour in tl.static_range(3):
        if colour == 0:
            of_u, of_v = blue_u, 0.0
        elif colour == 1:
            of_u, of_v = green_u, green_v
        else:
            of_u, of_v = 0.0, red_v
        a = _byte(above + x0, tint_above + t0, inside, black, gain, of_u, of_v)
        b = _byte(above + x1, tint_above + t1, inside, black, gain, of_u, of_v)
        c = _byte(below + x0, tint_below + t0, inside, black, gain, of_u, of_v)
        d = _byte(below + x1, tint_below + t1, inside, black, gain, of_u, of_v)
        upper, lower = a + (b - a) * share_x, c + (d - c) * share_x
        value = tl.where(inside, upper + (lower - upper) * share_y, grey)
        tl.store(fitted + pixel * 3 + colour, value.to(fitted.dtype.element_ty), mask=there)


def fit_planes_into(luma: Tensor, chroma: Tensor, colours: Colours, place: Placement, fitted: Tensor) -> None:
    """Do what `fit_tensor` does with what `nv12_to_bgr` gives, into `fitted`, (1, net H, net W, 3), dense.

    `luma` is uint8 (H, W), `chroma` (H/2, W/2, 2), each row of them dense.
    """
    step_x, step_y = aligned_steps(place)
    net_w, net_h = place.net_wh
    _fit[(triton.cdiv(net_w * net_h, _BLOCK),)](
        luma, chroma, fitted, luma.stride(0), chroma.stride(0), *place.frame_wh, net_w, net_h,
        *place.new_wh, *place.offset_xy, float(step_x), float(step_y), GREY, *colour_factors(colours), _BLOCK,
    )  # fmt: skip
