"""Triton kernel: greedy non-maximum suppression of an image's strongest rows, packed for the host."""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor

from yolocam.model.postprocess.fixed_shapes import TOP, DeviceLimits
from yolocam.model.postprocess.rows import COLUMNS


@triton.jit
def _suppress(rows, order, strength, iou, packed, total, looked_at, K: tl.constexpr, N: tl.constexpr):
    image = tl.program_id(0)
    place = tl.arange(0, N)
    at = order + image * looked_at
    here = place < looked_at
    strong = tl.load(strength + image * looked_at + place, mask=here, other=-1.0) > -1.0
    count = tl.sum(strong.to(tl.int32))
    valid = strong & (place < K)
    source = rows + (image * total + tl.load(at + place, mask=valid, other=0)) * 8
    x1 = tl.load(source + 1, mask=valid, other=0.0)
    y1 = tl.load(source + 2, mask=valid, other=0.0)
    x2 = tl.load(source + 3, mask=valid, other=0.0)
    y2 = tl.load(source + 4, mask=valid, other=0.0)
    kind = tl.load(source + 7, mask=valid, other=-1.0)
    area = (x2 - x1) * (y2 - y1)
    limit = tl.load(iou)
    gone = tl.zeros((N,), tl.int32)
    for i in range(tl.minimum(count, K)):  # strongest first: a box goes by one that stays, and by no other
        one = rows + (image * total + tl.load(at + i)) * 8
        ax1, ay1, ax2, ay2 = tl.load(one + 1), tl.load(one + 2), tl.load(one + 3), tl.load(one + 4)
        wide = tl.maximum(tl.minimum(x2, ax2) - tl.maximum(x1, ax1), 0.0)
        high = tl.maximum(tl.minimum(y2, ay2) - tl.maximum(y1, ay1), 0.0)
        common = wide * high
        union = area + (ax2 - ax1) * (ay2 - ay1) - common
        overlap = tl.where(union > 0, tl.div_rn(common, tl.where(union > 0, union, 1.0)), 0.0)
        stays = tl.sum(tl.where(place == i, gone, 0)) == 0
        hit = stays & (overlap > limit) & (kind == tl.load(one + 7)) & (place > i)
        gone = gone | hit.to(tl.int32)
    alive = valid & (gone == 0)
    number = tl.cumsum(alive.to(tl.int32), 0)
    to = packed + image * (K + 1) * 8
    for column in range(8):
        value = tl.load(source + column, mask=alive, other=0.0)
        tl.store(to + number * 8 + column, value, mask=alive)  # `number` counts from 1: 0 is the summary
    tl.store(to, tl.sum(alive.to(tl.int32)).to(tl.float32))
    tl.store(to + 1, (count <= K).to(tl.float32))


def suppress_packed(rows: Tensor, strength: Tensor, limits: DeviceLimits) -> Tensor:
    """Return what `postprocess_fixed` returns, (B, 1 + K, COLUMNS), of rows as `decode_passing` gives them.

    The survivors are the greedy ones whatever the chain of boxes; rows behind them hold anything.
    """
    batch, total = strength.shape
    kept = min(TOP, total)
    # One more than is looked at: it tells whether there are too many.
    top, order = strength.topk(min(kept + 1, total), dim=1)
    packed = torch.empty((batch, kept + 1, COLUMNS), device=rows.device)
    lanes = triton.next_power_of_2(top.shape[1])
    _suppress[(batch,)](rows, order, top, limits.iou, packed, total, top.shape[1], kept, lanes)
    return packed
