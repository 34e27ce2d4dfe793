"""Times post-processing for a given number of objects per image."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from yolocam.model import load_network
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.heads import Head
from yolocam.model.postprocess.rows import Thresholds, postprocess

_SURE, _ABSENT = 6.0, -12.0
"""Logits of what is there and of what is not."""


def postprocess_times(
    cfg: Path, weights: Path, counts: Sequence[int], seconds: float
) -> list[tuple[int, int, list[int]]]:
    """Return (objects, rows that are left after NMS, nanoseconds of each run) for each of `counts`.

    The objects lie in random cells of the network's own grid, the same ones in every run; there are
    no more than it has rows. CfgError or WeightsError as `load_network`.
    """
    network = load_network(cfg, weights)
    size_hw = network.net.height, network.net.width
    limits = Thresholds()
    found = []
    with torch.inference_mode():
        for count in counts:
            raw = crowded(network, count)
            kept = len(postprocess(network.heads, raw, size_hw, limits))
            taken: list[int] = []
            while len(taken) < 10 or sum(taken) < seconds * 1e9:
                started = time.perf_counter_ns()
                postprocess(network.heads, raw, size_hw, limits)
                taken.append(time.perf_counter_ns() - started)
            found.append((count, kept, taken))
    return found


def crowded(network: DarknetNetwork, count: int) -> list[Tensor]:
    """Return raw numbers of one image with `count` objects: (1, A * (5 + C), Gh, Gw) for each head."""
    shapes = [network.shapes[head.number] for head in network.heads]
    tables = [
        _empty_table(head, shape.height, shape.width)
        for head, shape in zip(network.heads, shapes, strict=True)
    ]
    rows = [len(table) for table in tables]
    chosen = torch.randperm(sum(rows), generator=torch.Generator().manual_seed(0))[:count]
    start = 0
    for head, table, length in zip(network.heads, tables, rows, strict=True):
        here = chosen[(chosen >= start) & (chosen < start + length)] - start
        table[here, 4] = 0.99 if head.new_coords else _SURE
        table[here, 5 + here % head.num_classes] = 0.99 if head.new_coords else _SURE
        start += length
    return [
        _as_raw(head, table, shape.height, shape.width)
        for head, table, shape in zip(network.heads, tables, shapes, strict=True)
    ]


def _empty_table(head: Head, height: int, width: int) -> Tensor:
    """float32 (A * Gh * Gw, 5 + C) without an object; anchors outermost, then cells row by row."""
    table = torch.zeros(head.num_anchors * height * width, 5 + head.num_classes)
    table[:, :4] = 0.5 if head.new_coords else 0.0
    table[:, 4:] = 0.0 if head.new_coords else _ABSENT
    return table


def _as_raw(head: Head, table: Tensor, height: int, width: int) -> Tensor:
    cells = table.view(head.num_anchors, height, width, 5 + head.num_classes)
    return cells.permute(0, 3, 1, 2).reshape(1, head.channels, height, width)
