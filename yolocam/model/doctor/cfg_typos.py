"""Finds a single wrong value in a cfg that explains why its weights do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from yolocam.model.doctor.layout import Layout, altered, lay_out
from yolocam.model.doctor.values import Values, fits
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.layer import Layer

_REACH = 3
"""Convolutions up to the first nonsense in which a wrong number of filters is looked for."""

_TRIALS = 8
"""Most changes with the right count that are tried."""

_SIZES = (1, 3, 5, 7)


class Typo(NamedTuple):
    """In this layer the cfg has `key=found` where the weights were written with `key=value`."""

    layer: int
    key: str
    found: int
    value: int


def fitting_typos(layout: Layout, values: Values, nonsense: Layer | None) -> list[Typo]:
    """Return the single changes with which the file fits to its end, those next to the nonsense first.

    `nonsense` is the first layer whose values cannot be right, None where there is none.
    """
    last = len(layout.layers) if nonsense is None else nonsense.number
    suspects = [layer for layer in reversed(layout.convolutions) if layer.number <= last]
    surplus = len(values) - layout.count
    candidates = [typo for layer in suspects for typo in _candidates(layer, surplus)]
    if nonsense is not None:
        candidates += [typo for layer in suspects[:_REACH] for typo in _filters(layout, layer, surplus)]
    return [typo for typo in candidates[:_TRIALS] if _fits(layout, typo, values)]


def _candidates(layer: Convolutional, surplus: int) -> Iterator[Typo]:
    """Yield the changes of one layer that change the count by `surplus`."""
    conv = layer.conv
    kernel, filters = conv.weight.numel(), conv.out_channels
    if surplus == (-3 if layer.bn is not None else 3) * filters:
        found = int(layer.bn is not None)
        yield Typo(layer.number, "batch_normalize", found, 1 - found)
    size = int(conv.kernel_size[0])
    for other in _SIZES:
        if other != size and kernel // size**2 * other**2 - kernel == surplus:
            yield Typo(layer.number, "size", size, other)
    for other in (1, conv.in_channels):
        if other != conv.groups and kernel * conv.groups // other - kernel == surplus:
            yield Typo(layer.number, "groups", conv.groups, other)


def _filters(layout: Layout, layer: Convolutional, surplus: int) -> Iterator[Typo]:
    """The count grows evenly with the filters of a layer: by its own values, and those of its readers."""
    found, step = layer.conv.out_channels, layer.conv.groups
    more = lay_out(altered(layout.cfg, {layer.number: {"filters": found + step}}))
    steps, rest = divmod(surplus, (more.count - layout.count) or 1)
    if more.error is None and not rest and steps and found + steps * step >= 1:
        yield Typo(layer.number, "filters", found, found + steps * step)


def _fits(layout: Layout, typo: Typo, values: Values) -> bool:
    changed = lay_out(altered(layout.cfg, {typo.layer: {typo.key: typo.value}}))
    return changed.error is None and fits(changed.layers, values)
