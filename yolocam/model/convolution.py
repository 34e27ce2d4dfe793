"""The [convolutional] section: nearly all of a detector's weights and work."""

from __future__ import annotations

from fractions import Fraction

from torch import Tensor, nn

from yolocam.model.activations import build_activation
from yolocam.model.cfg import Section
from yolocam.model.layer import MAX_CHANNELS, MAX_KERNEL, Layer, Place, Shape, not_empty, stride_yx

BN_EPSILON = 1e-5
"""Under the root, as Darknet's GPU code has it."""


class Convolutional(Layer):
    """[convolutional]: convolution, then batch normalisation (`bn`, may be None), then activation.

    A runtime may fold `bn` into `conv` and set it to None.
    """

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous])
        section.refuse("binary", "xnor", "bin_output", "flipped", "antialiasing", "deform")
        section.refuse("sway", "rotate", "stretch", "stretch_sway")
        if "share_index" in section.options:
            raise section.error("share_index= in [convolutional] is not supported", "share_index")
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
        dilation, self.padding = _dilation_and_padding(section, size)
        normalised = section.flag("batch_normalize") | section.flag("cbn")
        self.conv = nn.Conv2d(
            in_channels, filters, size, stride, self.padding, dilation, groups, bias=not normalised
        )
        self.bn = nn.BatchNorm2d(filters, eps=BN_EPSILON) if normalised else None
        self.activation = build_activation(section, "logistic")
        self.reduction = Fraction(max(stride))

    def out_shape(self, *shapes: Shape) -> Shape:
        """Darknet: (side + 2 padding - size) / stride + 1, rounded down."""
        _, height, width = shapes[0]
        conv = self.conv
        spans = [d * (k - 1) + 1 for d, k in zip(conv.dilation, conv.kernel_size, strict=True)]
        sides = [
            (side + 2 * self.padding - span) // s + 1
            for side, span, s in zip((height, width), spans, conv.stride, strict=True)
        ]
        return not_empty(self.section, shapes[0], Shape(conv.out_channels, *sides))

    def forward(self, x: Tensor) -> Tensor:
        """(B, in, H, W) -> (B, filters, H', W')."""
        x = self.conv(x)
        if self.bn is not None:
            x = self.bn(x)
        activated: Tensor = self.activation(x)
        return activated


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
