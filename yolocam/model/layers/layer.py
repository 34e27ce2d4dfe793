"""The base class of all layers, shapes, and a layer's place in the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from torch import nn

from yolocam.darknet.cfg import MAX_LAYERS, Section

MAX_CHANNELS = 1 << 15
MAX_KERNEL = 64
MAX_STRIDE = 64


class Shape(NamedTuple):
    """What one layer gives for one image: channels, height, width."""

    channels: int
    height: int
    width: int

    def __str__(self) -> str:
        return f"{self.width} x {self.height} x {self.channels}"


@dataclass(frozen=True)
class Place:
    """Where a layer is built: its number, and the shapes of the image (-1) and all layers before it."""

    number: int
    shapes: Sequence[Shape]

    def shape(self, number: int) -> Shape:
        """Return the shape of layer `number`, -1 for the image."""
        return self.shapes[number + 1]

    @property
    def previous(self) -> int:
        """Number of the layer before this one, -1 for the image."""
        return self.number - 1

    def sources(self, section: Section, key: str) -> tuple[int, ...]:
        """Return the layers a list such as `layers=-1,8` names; CfgError for one that is not before this."""
        numbers = section.integers(key, low=-MAX_LAYERS, high=MAX_LAYERS)
        if numbers is None:
            raise section.error(f"[{section.name}] has no {key}=")
        return tuple(self._resolve(section, key, number) for number in numbers)

    def _resolve(self, section: Section, key: str, number: int) -> int:
        absolute = number if number >= 0 else self.number + number
        if not 0 <= absolute < self.number:
            raise section.error(
                f"{key}={number} in [{section.name}] names layer {absolute}, "
                f"expected a layer before this one, which is layer {self.number}",
                key,
            )
        return absolute


class Layer(nn.Module):
    """Base of all layers.

    `number` is Darknet's, `sources` the layers it reads (-1 is the image), `section` the cfg lines.
    `reduction` is by how much it makes images smaller; an upsampling layer has less than 1. `inside` is
    what a layer computes at the cfg's own size before a blur makes it smaller, None without a blur.
    """

    reduction = Fraction(1)
    inside: Shape | None = None

    def __init__(self, section: Section, sources: Sequence[int]) -> None:
        super().__init__()
        self.section = section
        self.number = section.number
        self.sources = tuple(sources)

    def out_shape(self, *shapes: Shape) -> Shape:
        """Return the shape of the output for these inputs; CfgError if they do not fit."""
        return shapes[0]


def stride_yx(section: Section) -> tuple[int, int]:
    """Return the steps down and across, which `stride_y` and `stride_x` may set apart."""
    stride = section.integer("stride", 1, low=1, high=MAX_STRIDE)
    across = section.integer("stride_x", stride, low=1, high=MAX_STRIDE)
    down = section.integer("stride_y", stride, low=1, high=MAX_STRIDE)
    return down, across


def not_empty(section: Section, before: Shape, after: Shape) -> Shape:
    """Return `after`; CfgError where a layer leaves nothing of its input."""
    if after.height < 1 or after.width < 1:
        raise section.error(f"[{section.name}] leaves nothing of its input of {before}")
    return after
