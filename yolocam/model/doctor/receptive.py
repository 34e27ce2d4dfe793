"""The receptive field of each layer: how many input pixels influence one output value."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from yolocam.model.layers.blur import Blur
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.layer import Layer
from yolocam.model.layers.pools import LocalAvgPool
from yolocam.model.layers.sections import AvgPool, MaxPool, Reorg, Upsample


class Field(NamedTuple):
    """`pixels` reach one value; its neighbour's lie `step` pixels further. Both are across, down."""

    pixels: tuple[Fraction, Fraction]
    step: tuple[Fraction, Fraction]

    @property
    def pixels_wh(self) -> tuple[int, int]:
        """Whole pixels, across and down."""
        return round(self.pixels[0]), round(self.pixels[1])


_IMAGE = Field((Fraction(1), Fraction(1)), (Fraction(1), Fraction(1)))


def receptive_fields(layers: Sequence[Layer]) -> list[Field | None]:
    """Return the field of each layer, borders ignored; None where the whole image reaches every value.

    A window of k values with steps of s pixels sees (k - 1) s pixels more than one of them, and the next
    layer's steps are `stride` times as long. Where paths meet, the widest counts.
    """
    fields: list[Field | None] = [_IMAGE]
    for layer in layers:
        sources = [fields[number + 1] for number in layer.sources]
        seen = [field for field in sources if field is not None]
        if isinstance(layer, AvgPool) or len(seen) < len(sources):
            fields.append(None)
        else:
            fields.append(_through(layer, _widest(seen)))
    return fields[1:]


def _widest(fields: Sequence[Field]) -> Field:
    across, down = (max(field.pixels[axis] for field in fields) for axis in (0, 1))
    return Field((across, down), fields[0].step)


def _through(layer: Layer, field: Field) -> Field:
    window_wh, stride_wh = _window(layer)
    pixels = [p + (k - 1) * s for p, k, s in zip(field.pixels, window_wh, field.step, strict=True)]
    step = [s * stride for s, stride in zip(field.step, stride_wh, strict=True)]
    return Field((pixels[0], pixels[1]), (step[0], step[1]))


def _window(layer: Layer) -> tuple[tuple[int, int], tuple[Fraction, Fraction]]:
    """Return how many values of its input a layer's value depends on, and its steps: across, down."""
    if isinstance(layer, Convolutional):
        conv = layer.conv
        down, across = (d * (k - 1) + 1 for d, k in zip(conv.dilation, conv.kernel_size, strict=True))
        return _blurred(layer.blur, (across, down), layer.stride)
    if isinstance(layer, MaxPool):
        return _blurred(layer.blur, (layer.size, layer.size), layer.stride)
    if isinstance(layer, LocalAvgPool):
        return _blurred(None, (layer.size, layer.size), layer.stride)
    if isinstance(layer, Reorg):
        return (layer.stride, layer.stride), (Fraction(layer.stride), Fraction(layer.stride))
    if isinstance(layer, Upsample):
        return (1, 1), (Fraction(1, layer.stride), Fraction(1, layer.stride))
    return (1, 1), (Fraction(1), Fraction(1))


def _blurred(
    blur: Blur | None, window_wh: tuple[int, int], stride_yx: tuple[int, int]
) -> tuple[tuple[int, int], tuple[Fraction, Fraction]]:
    """Return a window and its steps, and those of a blur that follows it, as one: across, down."""
    down, across = stride_yx if blur is None else blur.stride
    more = 0 if blur is None else blur.size - 1
    return (window_wh[0] + more, window_wh[1] + more), (Fraction(across), Fraction(down))
