"""Calls of kernels, and how the filters of a convolution are divided between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from yolocam.model.engines.kernels.blocked import chunks
from yolocam.model.engines.kernels.blocked.layout import Address, Place
from yolocam.model.engines.kernels.blocked.numbers.number_format import (
    BF16_WIDENED,
    INT8_PAIRS,
    INT16,
    NumberFormat,
)
from yolocam.model.engines.kernels.blocked.specs import REGISTERS, Spec


class Call(NamedTuple):
    """A kernel with its arguments, and the parts in which its work may be done."""

    spec: Spec
    arguments: dict[str, int | Address]
    parts: Sequence[chunks.Part]


@dataclass(frozen=True)
class Step:
    """Calls that may be done at once, or an operation of which the number is given."""

    calls: Sequence[Call] = ()
    foreign: int | None = None


def filter_groups(blocks: int) -> list[tuple[int, range]]:
    """Return how many blocks of filters are done at once, two or one or three, and for which of them."""
    rest = 0 if blocks % 2 == 0 else min(blocks, 3)
    groups = [(2, range(blocks - rest))] if blocks > rest else []
    return [*groups, (rest, range(blocks - rest, blocks))] if rest else groups


def pixels_at_once(registers: int, lanes: int, number_format: NumberFormat) -> int:
    """Return how many results a tile has: its sums, the weights and a number must fit into registers."""
    if number_format in (INT8_PAIRS, INT16):  # a register more, for products
        return PIXELS_BY_PAIRS[lanes][registers]
    if number_format == BF16_WIDENED and lanes == 8:  # a register more, for what widens
        return {1: 8, 2: 6, 3: 3}[registers]
    if REGISTERS[lanes] == 16:
        return {1: 8, 2: 6, 3: 4}[registers]
    return {1: 12, 2: 12, 3: 8}[registers]


PIXELS_BY_PAIRS = {8: {1: 8, 2: 5, 3: 3}, 16: {1: 12, 2: 9, 3: 6}}


def grids(source: Place, target: Place, added: Sequence[Place] = ()) -> dict[str, int | Address]:
    """Return the arguments that say what bytes mean, see `StoredNumbers`; nothing where there are none."""
    if not (source.kind.format.scaled or target.kind.format.scaled):
        return {}
    arguments: dict[str, int | Address] = {}
    for name, place in (("in", source), *(("add", place) for place in added)):
        arguments |= {f"{name}_scale": bits(place.grid.scale), f"{name}_offset": bits(place.grid.offset)}
    grid = target.grid  # the half rounds what is cut off
    return arguments | {"out_scale": bits(1 / grid.scale), "out_offset": bits(grid.zero + 0.5)}


def bits(value: float) -> int:
    """Return a float32 as a kernel gets it among its arguments."""
    return int(np.float32(value).view(np.int32))
