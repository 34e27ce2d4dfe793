"""Builds the tables of the report: layers, heads, totals."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Literal

from yolocam.model.doctor.diagnosis import HeadRow, LayerRow, Totals
from yolocam.model.doctor.layout import Layout
from yolocam.model.doctor.receptive import Field, receptive_fields
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.graph import reductions
from yolocam.model.layers.heads import Head
from yolocam.model.layers.layer import Layer, Shape
from yolocam.model.layers.pools import LocalAvgPool
from yolocam.model.layers.sections import MaxPool, Reorg, Upsample
from yolocam.model.layers.shortcut import Shortcut
from yolocam.model.layers.weights import value_count


def layer_rows(layout: Layout) -> tuple[LayerRow, ...]:
    """Return a row for each layer that can be built."""
    fields = receptive_fields(layout.layers)
    return tuple(
        _layer_row(layer, shape, field)
        for layer, shape, field in zip(layout.layers, layout.shapes, fields, strict=True)
    )


def totals(
    layout: Layout, rows: tuple[LayerRow, ...], fit: Literal["letterbox", "stretch"] | None
) -> Totals | None:
    """Return the figures of the network without those of its weights file; None where it cannot be built."""
    if layout.error is not None or layout.net is None:
        return None
    net = layout.net
    heads = tuple(_head_row(head, rows[head.number], net.width, net.height) for head in layout.heads)
    return Totals(
        input=(net.width, net.height, net.channels),
        classes=heads[0].classes if heads else 0,
        layers=len(rows),
        parameters=layout.count,
        gflops=sum(row.gflops for row in rows),
        rows=sum(math.prod(head.grid_wh) * len(head.anchors) for head in heads),
        stride=math.lcm(*(r.numerator for r in reductions(layout.layers) if r)),
        fit=fit or net.fit,
        heads=heads,
        bytes_expected=20 + 4 * layout.count,
    )


def gflops(layer: Layer, shape: Shape) -> float:
    """Return what Darknet counts for a layer with this output, in billions for one image.

    Its layers set `bflops` so: a convolution two for each multiplication, a pool one for each value it
    looks at, a shortcut one for each value it adds, two with weights; all others nothing, blurs neither.
    """
    channels, height, width = shape
    operations = 0
    if isinstance(layer, Convolutional):
        operations = 2 * layer.multiply_adds(shape)
    elif isinstance(layer, MaxPool):
        operations = layer.size**2 * math.prod(layer.inside or shape)
    elif isinstance(layer, LocalAvgPool):
        operations = layer.size**2 * channels * height * width
    elif isinstance(layer, Shortcut):
        operations = (
            channels * height * width * (len(layer.sources) - 1) * (1 if layer.weights is None else 2)
        )
    return operations / 1e9


def _layer_row(layer: Layer, shape: Shape, field: Field | None) -> LayerRow:
    filters = size = groups = None
    if isinstance(layer, Convolutional):
        filters, groups = layer.conv.out_channels, layer.conv.groups
        size = int(layer.conv.kernel_size[0])
    elif isinstance(layer, MaxPool | LocalAvgPool):
        size = layer.size
    return LayerRow(
        number=layer.number,
        line=layer.section.line,
        type=layer.section.name,
        sources=layer.sources,
        filters=filters,
        size=size,
        stride=_stride(layer),
        groups=groups,
        output=(shape.width, shape.height, shape.channels),
        parameters=value_count(layer),
        gflops=gflops(layer, shape),
        receptive_wh=None if field is None else field.pixels_wh,
    )


def _stride(layer: Layer) -> tuple[int, int] | None:
    """Return the steps across and down."""
    if isinstance(layer, Convolutional):
        return layer.stride[1], layer.stride[0]
    if isinstance(layer, MaxPool) and layer.blur is not None:
        return layer.blur.stride[1], layer.blur.stride[0]
    if isinstance(layer, MaxPool | LocalAvgPool):
        return layer.stride[1], layer.stride[0]
    if isinstance(layer, (Upsample, Reorg)):
        return layer.stride, layer.stride
    return None


def _head_row(head: Head, row: LayerRow, width: int, height: int) -> HeadRow:
    grid_w, grid_h, _ = row.output
    stride_x, stride_y = Fraction(width, grid_w), Fraction(height, grid_h)
    unit_x, unit_y = head.anchor_unit(float(stride_x), float(stride_y))
    return HeadRow(
        layer=head.number,
        line=head.section.line,
        type=head.section.name,
        grid_wh=(grid_w, grid_h),
        stride_wh=(float(stride_x), float(stride_y)),
        receptive_wh=row.receptive_wh,
        classes=head.num_classes,
        anchors=tuple((w * unit_x, h * unit_y) for w, h in head.anchor_sizes),
    )
