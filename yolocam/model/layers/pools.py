"""The rarer pools: [local_avgpool], and [maxpool] along channels."""

from __future__ import annotations

from fractions import Fraction

from torch import Tensor
from torch.nn import functional as F

from yolocam.darknet.cfg import Section
from yolocam.model.layers.layer import MAX_CHANNELS, MAX_KERNEL, Layer, Place, Shape, not_empty, stride_yx
from yolocam.model.layers.sections import MaxPool


class LocalAvgPool(Layer):
    """[local_avgpool]: the mean of a window, without the border. Windows lie as those of [maxpool]."""

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous])
        self.stride = stride_yx(section)
        self.size = section.integer("size", section.integer("stride", 1), low=1, high=MAX_KERNEL)
        self.padding = section.integer("padding", self.size - 1, low=0, high=self.size - 1)
        self.reduction = Fraction(max(self.stride))

    def out_shape(self, *shapes: Shape) -> Shape:
        """Darknet: (side + padding - size) / stride + 1, rounded down."""
        height, width = (
            (side + self.padding - self.size) // stride + 1
            for side, stride in zip(shapes[0][1:], self.stride, strict=True)
        )
        return not_empty(self.section, shapes[0], Shape(shapes[0].channels, height, width))

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C, H', W')."""
        before, odd = divmod(self.padding, 2)
        if not odd:
            return F.avg_pool2d(x, self.size, self.stride, before, count_include_pad=False)
        sides = (before, before + 1, before, before + 1)
        inside = F.pad(x.new_ones(1, 1, *x.shape[2:]), sides)
        share = F.avg_pool2d(inside, self.size, self.stride)
        return F.avg_pool2d(F.pad(x, sides), self.size, self.stride) / share


class DepthPool(Layer):
    """[maxpool] with `maxpool_depth=1`: channel g is the maximum of channels g, g + `out_channels`, ..."""

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, [place.previous])
        section.refuse("antialiasing")
        self.out_channels = section.integer("out_channels", 1, low=1, high=MAX_CHANNELS)
        before = place.shape(place.previous).channels
        if before < self.out_channels:
            raise section.error(
                f"out_channels={self.out_channels} is more than the {before} channels before", "out_channels"
            )
        for key in ("stride", "size", "padding", "stride_x", "stride_y"):
            section.text(key, "")  # Darknet does not look at them either

    def out_shape(self, *shapes: Shape) -> Shape:
        """The same image of `out_channels` channels."""
        return shapes[0]._replace(channels=self.out_channels)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, out_channels, H, W)."""
        missing = -x.shape[1] % self.out_channels
        x = F.pad(x, (0, 0, 0, 0, 0, missing), value=float("-inf"))
        parts = x.reshape(x.shape[0], -1, self.out_channels, *x.shape[2:])
        return parts.amax(1)


def max_pool(section: Section, place: Place) -> Layer:
    """Build what a [maxpool] section asks for."""
    return DepthPool(section, place) if section.flag("maxpool_depth") else MaxPool(section, place)
