"""Triton kernel: decodes a head's raw numbers, thresholds them, and writes only the rows that pass."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import triton
import triton.language as tl
from torch import Tensor

from yolocam.model.layers.heads import LARGEST_EXPONENT, Head
from yolocam.model.postprocess.fixed_shapes import DeviceLimits
from yolocam.model.postprocess.rows import COLUMNS

_BLOCK = 64
"""Cells of one anchor that one program looks at."""


@triton.jit
def _finite(x):
    return (x == x) & (tl.abs(x) < float("inf"))


@triton.jit
def _sigmoid(x):
    return 1.0 / (1.0 + tl.exp(-x))


@triton.jit
def _decode(
    raw, rows, strength, anchors, wanted, confidence, on_objectness,
    stride_b, stride_c, stride_y, stride_x, grid_h, grid_w, total, offset,
    pixels_x, pixels_y, unit_x, unit_y, scale_x_y, largest_exponent,
    ANCHORS: tl.constexpr, CLASSES: tl.constexpr, NEW_COORDS: tl.constexpr, SOFTMAX: tl.constexpr,
    BLOCK: tl.constexpr,
):  # fmt: skip
    anchor = tl.program_id(1)
    image = tl.program_id(2)
    cell = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    there = cell < grid_h * grid_w
    x, y = cell % grid_w, cell // grid_w
    first = raw + image * stride_b + anchor * (5 + CLASSES) * stride_c + y * stride_y + x * stride_x
    limit = tl.load(confidence)
    by_objectness = tl.load(on_objectness)
    objectness = tl.load(first + 4 * stride_c, mask=there, other=0.0).to(tl.float32)
    if not NEW_COORDS:
        objectness = _sigmoid(objectness)
    # A score is at most its objectness, so that classes are read where objectness passes, and nowhere else.
    passes = there & (objectness > limit)

    best = tl.full((BLOCK,), float("-inf"), tl.float32)
    kind = tl.zeros((BLOCK,), tl.int32)
    finite = _finite(objectness)
    for number in range(CLASSES):
        score = tl.load(first + (5 + number) * stride_c, mask=passes, other=0.0).to(tl.float32)
        finite = finite & (score == score)
        better = score > best
        best = tl.where(better, score, best)
        kind = tl.where(better, number, kind)
    if SOFTMAX:
        total_of_classes = tl.zeros((BLOCK,), tl.float32)
        for number in range(CLASSES):
            score = tl.load(first + (5 + number) * stride_c, mask=passes, other=0.0).to(tl.float32)
            total_of_classes += tl.exp(score - best)
        best = 1.0 / total_of_classes
    elif not NEW_COORDS:
        best = _sigmoid(best)
    finite = finite & _finite(best)

    tx = tl.load(first, mask=passes, other=0.0).to(tl.float32)
    ty = tl.load(first + stride_c, mask=passes, other=0.0).to(tl.float32)
    tw = tl.load(first + 2 * stride_c, mask=passes, other=0.0).to(tl.float32)
    th = tl.load(first + 3 * stride_c, mask=passes, other=0.0).to(tl.float32)
    if NEW_COORDS:
        w, h = 4.0 * tw * tw, 4.0 * th * th
    else:
        # A comparison with NaN is false, so that NaN stays what it is and is left out below.
        w = tl.exp(tl.where(tw > largest_exponent, largest_exponent, tw))
        h = tl.exp(tl.where(th > largest_exponent, largest_exponent, th))
        tx, ty = _sigmoid(tx), _sigmoid(ty)
    tx = tx * scale_x_y - (scale_x_y - 1.0) / 2.0
    ty = ty * scale_x_y - (scale_x_y - 1.0) / 2.0
    centre_x, centre_y = (tx + x) * pixels_x, (ty + y) * pixels_y
    half_w = w * tl.load(anchors + 2 * anchor) * unit_x / 2
    half_h = h * tl.load(anchors + 2 * anchor + 1) * unit_y / 2

    measure = tl.where(by_objectness != 0, objectness, objectness * best)
    passes = passes & (measure > limit) & finite
    passes = passes & _finite(centre_x) & _finite(centre_y) & _finite(half_w) & _finite(half_h)
    passes = passes & (tl.load(wanted + kind, mask=passes, other=0) != 0)
    row = image * total + offset + cell * ANCHORS + anchor
    tl.store(strength + row, tl.where(passes, measure, -1.0), mask=there)
    to = rows + row * 8
    tl.store(to, tl.zeros((BLOCK,), tl.float32) + image, mask=passes)
    tl.store(to + 1, centre_x - half_w, mask=passes)
    tl.store(to + 2, centre_y - half_h, mask=passes)
    tl.store(to + 3, centre_x + half_w, mask=passes)
    tl.store(to + 4, centre_y + half_h, mask=passes)
    tl.store(to + 5, objectness, mask=passes)
    tl.store(to + 6, best, mask=passes)
    tl.store(to + 7, kind.to(tl.float32), mask=passes)


def decode_passing(
    heads: Sequence[Head],
    raw: Sequence[Tensor],
    size_hw: tuple[int, int],
    limits: DeviceLimits,
    wanted: Tensor,
) -> tuple[Tensor, Tensor]:
    """Return the rows of all heads, float32 (B, R, COLUMNS), and their strength, (B, R), -1 where they fail.

    One kernel for each head. Rows that fail are not written. `wanted` is bool (C,).
    """
    batch = raw[0].shape[0]
    counts = [head.num_anchors * t.shape[2] * t.shape[3] for head, t in zip(heads, raw, strict=True)]
    rows = torch.empty((batch, sum(counts), COLUMNS), device=raw[0].device)
    strength = torch.empty((batch, sum(counts)), device=raw[0].device)
    offset = 0
    for head, t, count in zip(heads, raw, counts, strict=True):
        grid_h, grid_w = t.shape[2], t.shape[3]
        stride_y, stride_x = size_hw[0] / grid_h, size_hw[1] / grid_w
        programs = triton.cdiv(grid_h * grid_w, _BLOCK), head.num_anchors, batch
        _decode[programs](
            t, rows, strength, head.anchors, wanted, limits.confidence, limits.on_objectness,
            *t.stride(), grid_h, grid_w, sum(counts), offset,
            stride_x, stride_y, *head.anchor_unit(stride_x, stride_y), float(head.scale_x_y),
            LARGEST_EXPONENT, head.num_anchors, head.num_classes, head.new_coords, head.softmax, _BLOCK,
        )  # fmt: skip
        offset += count
    return rows, strength
