"""The [convolutional] section: nearly all of a detector's weights and work."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from torch import Tensor, nn

from yolocam.darknet.cfg import MAX_LAYERS, Section
from yolocam.model.layers.activations import build_activation
from yolocam.model.layers.blur import build_blur
from yolocam.model.layers.layer import MAX_CHANNELS, MAX_KERNEL, Layer, Place, Shape, not_empty, stride_yx

BN_EPSILON = 1e-5
"""Under the root, as Darknet's GPU code has it."""


class Convolutional(Layer):
    """[convolutional]: convolution, then batch normalisation (`bn`, may be None), then activation.

    A runtime may fold `bn` into `conv` and set it to None. With a `blur` at the end (antialiasing=), `conv`
    itself has stride 1. `shares` is the number of the layer whose weights it has, None where they are its
    own.
    """

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous])
        section.refuse("binary", "xnor", "bin_output", "flipped", "deform")
        section.refuse("sway", "rotate", "stretch", "stretch_sway")
        self.shares = _shared(section, place.number)
        in_channels = place.shape(place.previous).channels
        filters = section.integer("filters", low=1, high=MAX_CHANNELS)
        groups = section.integer("groups", 1, low=1, high=MAX_CHANNELS)
        if in_channels % groups or filters % groups:
            raise section.error(
                f"groups={groups} divides not both its {in_channels} input channels and filters={filters}",
                "groups",
            )
        size = section.integer("size", low=1, high=MAX_KERNEL)
        stride = stride_yx(section)
        self.blur = build_blur(section, stride)
        own_stride = stride if self.blur is None else (1, 1)
        dilation, self.padding = _dilation_and_padding(section, size)
        normalised = section.flag("batch_normalize") | section.flag("cbn")
        self.conv = nn.Conv2d(
            in_channels, filters, size, own_stride, self.padding, dilation, groups, bias=not normalised
        )
        self.bn = nn.BatchNorm2d(filters, eps=BN_EPSILON) if normalised else None
        self.activation = build_activation(section, "logistic")
        self.stride = stride
        self.reduction = Fraction(max(stride))
        self.inside = None if self.blur is None else self._convolved(place.shape(place.previous))

    def out_shape(self, *shapes: Shape) -> Shape:
        """Darknet: (side + 2 padding - size) / stride + 1, rounded down."""
        convolved = not_empty(self.section, shapes[0], self._convolved(shapes[0]))
        return convolved if self.blur is None else self.blur.out_shape(convolved)

    def multiply_adds(self, out: Shape) -> int:
        """Return the multiplications for one image whose result has this shape.

        Before a blur there is more to compute; that is known for the cfg's own size only.
        """
        inside = self.inside or out
        return self.conv.weight.numel() * inside.height * inside.width

    def _convolved(self, shape: Shape) -> Shape:
        _, height, width = shape
        conv = self.conv
        spans = [d * (k - 1) + 1 for d, k in zip(conv.dilation, conv.kernel_size, strict=True)]
        sides = [
            (side + 2 * self.padding - span) // s + 1
            for side, span, s in zip((height, width), spans, conv.stride, strict=True)
        ]
        return Shape(conv.out_channels, *sides)

    def forward(self, x: Tensor) -> Tensor:
        """(B, in, H, W) -> (B, filters, H', W')."""
        x = self.conv(x)
        if self.bn is not None:
            x = self.bn(x)
        activated: Tensor = self.activation(x)
        return activated if self.blur is None else cast(Tensor, self.blur(activated))


def _shared(section: Section, number: int) -> int | None:
    if "share_index" not in section.options:
        return None
    index = section.integer("share_index", low=-MAX_LAYERS, high=MAX_LAYERS)
    absolute = index if index >= 0 else number + index
    if not 0 <= absolute < number:
        raise section.error(
            f"share_index={index} names layer {absolute}, expected a convolution before layer {number}",
            "share_index",
        )
    return absolute


def _dilation_and_padding(section: Section, size: int) -> tuple[int, int]:
    dilation = section.integer("dilation", 1, low=1, high=MAX_KERNEL)
    dilation = 1 if size == 1 else dilation
    padding = section.integer("padding", 0, low=0, high=MAX_KERNEL)
    if section.flag("pad"):
        padding = size // 2
    if dilation > 1 and 2 * padding != size - 1:
        # Darknet computes the output size as if there were no dilation, which only fits this case.
        raise section.error(f"dilation={dilation} needs an odd size and pad=1", "dilation")
    return dilation, padding * dilation
