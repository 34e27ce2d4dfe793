"""The layers of Darknet's detectors, one module for each cfg section, and how each is built.

A layer knows the numbers of the layers it reads (`sources`) and, for their shapes, its own
(`out_shape`), so that a network is checked before anything large is allocated.
[convolutional] stands in convolution.py, [shortcut] in shortcut.py, the other pools in pools.py, [yolo] and
[region] in heads.py.
"""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import torch
from torch import Tensor
from torch.nn import functional as F

from yolocam.darknet.cfg import Section
from yolocam.model.layers.activations import build_activation
from yolocam.model.layers.blur import build_blur
from yolocam.model.layers.layer import (
    MAX_CHANNELS,
    MAX_KERNEL,
    MAX_STRIDE,
    Layer,
    Place,
    Shape,
    not_empty,
    stride_yx,
)


class MaxPool(Layer):
    """[maxpool]: the window starts `padding // 2` before the pixel.

    So stride 1 with size 2 pads on the right and at the bottom only. With a `blur`, the pool itself has
    stride 1.
    """

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous])
        stride = stride_yx(section)
        self.blur = build_blur(section, stride)
        self.stride = stride if self.blur is None else (1, 1)
        self.size = section.integer("size", max(stride), low=1, high=MAX_KERNEL)
        self.padding = section.integer("padding", self.size - 1, low=0, high=self.size - 1)
        self.reduction = Fraction(max(stride))
        self.inside = None if self.blur is None else self._pooled(place.shape(place.previous))

    def out_shape(self, *shapes: Shape) -> Shape:
        """Darknet: (side + padding - size) / stride + 1, rounded down."""
        pooled = not_empty(self.section, shapes[0], self._pooled(shapes[0]))
        return pooled if self.blur is None else self.blur.out_shape(pooled)

    def _pooled(self, shape: Shape) -> Shape:
        channels, *sides = shape
        return Shape(
            channels,
            *(
                (side + self.padding - self.size) // stride + 1
                for side, stride in zip(sides, self.stride, strict=True)
            ),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C, H', W')."""
        pooled = self._pool(x)
        return pooled if self.blur is None else cast(Tensor, self.blur(pooled))

    def _pool(self, x: Tensor) -> Tensor:
        before, odd = divmod(self.padding, 2)
        if odd and self.stride == (2, 2):
            # One more column on the right, and only where a window would reach it: what ceil_mode does.
            return F.max_pool2d(x, self.size, 2, before, ceil_mode=True)
        if odd:
            x = F.pad(x, (0, 1, 0, 1), value=float("-inf"))
        return F.max_pool2d(x, self.size, self.stride, before)


class AvgPool(Layer):
    """[avgpool]: the mean of each channel over the whole image."""

    reduction = Fraction(0)  # its output has no grid

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous])

    def out_shape(self, *shapes: Shape) -> Shape:
        """One value for each channel."""
        return Shape(shapes[0].channels, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C, 1, 1)."""
        return x.mean((2, 3), keepdim=True)


class Upsample(Layer):
    """[upsample]: each pixel repeated `stride` times both ways, times `scale`."""

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous])
        self.stride = section.integer("stride", 2, low=1, high=MAX_STRIDE)
        self.scale = section.number_of("scale", 1.0)
        self.reduction = Fraction(1, self.stride)

    def out_shape(self, *shapes: Shape) -> Shape:
        """Both sides times `stride`."""
        channels, height, width = shapes[0]
        return Shape(channels, height * self.stride, width * self.stride)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C, H * stride, W * stride)."""
        x = F.interpolate(x, scale_factor=self.stride, mode="nearest")
        return x if self.scale == 1.0 else x * self.scale


class Route(Layer):
    """[route]: earlier outputs one after the other along the channels, or the `group_id`-th part of them."""

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, place.sources(section, "layers"))
        self.groups = section.integer("groups", 1, low=1, high=MAX_CHANNELS)
        self.group_id = section.integer("group_id", 0, low=0, high=self.groups - 1)

    def out_shape(self, *shapes: Shape) -> Shape:
        """The sum of the channels, divided by `groups`."""
        first = shapes[0]
        for number, shape in zip(self.sources, shapes, strict=True):
            if shape[1:] != first[1:]:
                raise self.section.error(
                    f"layers= joins layer {self.sources[0]} ({first}) and layer {number} ({shape}), "
                    "expected the same width and height",
                    "layers",
                )
            if shape.channels % self.groups:
                raise self.section.error(
                    f"groups={self.groups} does not divide the {shape.channels} channels of layer {number}",
                    "groups",
                )
        return Shape(sum(shape.channels for shape in shapes) // self.groups, *first[1:])

    def parts(self, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        """Return what is taken of each (B, C, H, W); Darknet slices each input by itself."""
        if self.groups == 1:
            return inputs
        return tuple(x.chunk(self.groups, dim=1)[self.group_id] for x in inputs)

    def forward(self, *inputs: Tensor) -> Tensor:
        """Several (B, C, H, W) -> (B, sum of C / groups, H, W)."""
        parts = self.parts(inputs)
        return parts[0] if len(parts) == 1 else torch.cat(parts, dim=1)


class ScaleChannels(Layer):
    """[scale_channels]: an earlier output times the previous one, which has one value for each channel.

    With `scale_wh=1` the previous one has a single channel, a value for each pixel.
    """

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous, _single(section, place)])
        self.per_pixel = section.flag("scale_wh")
        self.activation = build_activation(section, "linear")

    def out_shape(self, *shapes: Shape) -> Shape:
        """The shape of the earlier layer."""
        scale, shape = shapes
        wanted = Shape(1, *shape[1:]) if self.per_pixel else Shape(shape.channels, 1, 1)
        if scale != wanted:
            raise self.section.error(f"found a scale of {scale} for an input of {shape}, expected {wanted}")
        return shape

    def forward(self, scale: Tensor, x: Tensor) -> Tensor:
        """(B, C, 1, 1) or (B, 1, H, W), and (B, C, H, W) -> (B, C, H, W)."""
        activated: Tensor = self.activation(x * scale)
        return activated


class Sam(Layer):
    """[sam]: the previous output times an earlier one, value by value (spatial attention)."""

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous, _single(section, place)])
        self.activation = build_activation(section, "linear")

    def out_shape(self, *shapes: Shape) -> Shape:
        """The common shape of both."""
        if shapes[0] != shapes[1]:
            raise self.section.error(
                f"multiplies layer {self.sources[0]} ({shapes[0]}) and layer {self.sources[1]} "
                f"({shapes[1]}), expected the same shape"
            )
        return shapes[0]

    def forward(self, x: Tensor, other: Tensor) -> Tensor:
        """Two (B, C, H, W) -> (B, C, H, W)."""
        activated: Tensor = self.activation(x * other)
        return activated


class Reorg(Layer):
    """[reorg], [reorg3d]: the pixels of each `stride` x `stride` square become channels.

    [reorg3d] does just that. [reorg] is the one YOLOv2 was trained with: Darknet's loop takes the
    numbers of the input as if it had C / stride^2 channels of an image `stride` times larger.
    """

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous])
        section.refuse("reverse", "flatten", "extra")
        self.stride = section.integer("stride", 1, low=1, high=MAX_STRIDE)
        self.reinterprets = section.name == "reorg"
        self.reduction = Fraction(self.stride)

    def out_shape(self, *shapes: Shape) -> Shape:
        """Both sides divided by `stride`, channels times its square."""
        channels, height, width = shapes[0]
        square = self.stride**2
        if height % self.stride or width % self.stride or (self.reinterprets and channels % square):
            raise self.section.error(
                f"stride={self.stride} does not divide its input of {shapes[0]}", "stride"
            )
        return Shape(channels * square, height // self.stride, width // self.stride)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C * stride^2, H / stride, W / stride)."""
        batch, channels, height, width = x.shape
        s = self.stride
        out = (batch, channels * s * s, height // s, width // s)
        if self.reinterprets:
            channels, height, width = channels // (s * s), height * s, width * s
        squares = x.reshape(batch, channels, height // s, s, width // s, s)
        return squares.permute(0, 3, 5, 1, 2, 4).reshape(out)  # row in square, column, channel, y, x


class Identity(Layer):
    """[dropout] and [empty]: nothing happens to a trained network."""

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous])

    def forward(self, x: Tensor) -> Tensor:
        """Return the input."""
        return x


class Activation(Layer):
    """[activation]: an activation function by itself."""

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous])
        self.activation = build_activation(section, "linear")

    def forward(self, x: Tensor) -> Tensor:
        """Map each value."""
        activated: Tensor = self.activation(x)
        return activated


def _single(section: Section, place: Place) -> int:
    sources = place.sources(section, "from")
    if len(sources) != 1:
        raise section.error(f"from= names {len(sources)} layers, expected one", "from")
    return sources[0]
