"""Decides which results of a network are kept as bytes, and what these mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from yolocam.model.engines.kernels.blocked.numbers.grid import Grid
from yolocam.model.engines.kernels.blocked.numbers.number_format import NumberFormat
from yolocam.model.engines.kernels.blocked.operations import (
    Input,
    Join,
    Network,
    Part,
    Pool,
    Sum,
    Upsample,
)

Ranges = Mapping[int, tuple[float, float]]
"""Number of a layer -> the smallest and the largest value of its output."""


def in_bytes(network: Network, ranges: Ranges, number_format: NumberFormat) -> Network:
    """Return the network with bytes between its operations wherever a range is known.

    The image, and what is given out, stay float32. Operations that only hand bytes on leave them as they are,
    so all that they read and give has one grid.
    """
    groups = _groups(network)
    spans = _spans(network, ranges, groups)
    _leave_unlike_sums(network, groups, spans)
    operations = tuple(
        replace(operation, format=number_format, grid=Grid.covering(*spans[group]))
        if group in spans
        else operation
        for operation, group in zip(network.operations, groups, strict=True)
    )
    return replace(network, operations=operations)


def _groups(network: Network) -> list[int]:
    """Return for each operation the first one whose grid it shares."""
    groups = list(range(len(network.operations)))
    for number, operation in enumerate(network.operations):
        if isinstance(operation, Pool | Upsample | Join | Part):
            joined = {groups[source] for source in operation.sources}
            first = min(joined)
            groups[number] = first
            groups = [first if group in joined else group for group in groups]
    return groups


def _spans(network: Network, ranges: Ranges, groups: list[int]) -> dict[int, tuple[float, float]]:
    """Return the range of each group that may be bytes."""
    spans: dict[int, tuple[float, float]] = {}
    for number, layer in network.layers.items():
        low, high = ranges[layer]
        before = spans.get(groups[number], (low, high))
        spans[groups[number]] = min(low, before[0]), max(high, before[1])
    exact = {groups[number] for number in network.outputs}
    exact |= {
        group
        for operation, group in zip(network.operations, groups, strict=True)
        if isinstance(operation, Input)
    }
    return {group: span for group, span in spans.items() if group not in exact}


def _leave_unlike_sums(network: Network, groups: list[int], spans: dict[int, tuple[float, float]]) -> None:
    """Leave sums in float32 unless all that they read and give can be bytes."""
    sums = [
        {groups[number], *(groups[source] for source in operation.sources)}
        for number, operation in enumerate(network.operations)
        if isinstance(operation, Sum)
    ]
    changed = True
    while changed:
        changed = False
        for taking_part in sums:
            inside = taking_part & spans.keys()
            if inside and inside != taking_part:
                for group in inside:
                    del spans[group]
                changed = True
