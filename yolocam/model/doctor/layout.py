"""Builds the layers of a cfg, or of a changed copy of it, as far as they can be built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from yolocam.darknet.cfg import Cfg, Option, Section
from yolocam.errors import CfgError
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import NetOptions, build_layers, net_options
from yolocam.model.layers.heads import Head
from yolocam.model.layers.layer import Layer, Shape
from yolocam.model.layers.weights import value_count

NET = -1
"""Number of the [net] section in `altered`."""


@dataclass(frozen=True, eq=False)
class Layout:
    """The layers before the first that cannot be built, their outputs, and the `error` of that one."""

    cfg: Cfg
    net: NetOptions | None
    layers: tuple[Layer, ...]
    shapes: tuple[Shape, ...]
    error: CfgError | None

    @property
    def failed(self) -> Section | None:
        """The section that cannot be built; None where all can, or [net] itself is wrong."""
        if self.error is None or self.net is None:
            return None
        return self.cfg.layers[len(self.layers)]

    @property
    def heads(self) -> tuple[Head, ...]:
        """The detection layers, in cfg order."""
        return tuple(layer for layer in self.layers if isinstance(layer, Head))

    @property
    def convolutions(self) -> tuple[Convolutional, ...]:
        """The convolutions, in cfg order."""
        return tuple(layer for layer in self.layers if isinstance(layer, Convolutional))

    @property
    def count(self) -> int:
        """How many float32 values the weights file has for these layers."""
        return sum(map(value_count, self.layers))


def lay_out(cfg: Cfg) -> Layout:
    """Build the layers of a cfg up to the first that cannot be built."""
    layers: list[Layer] = []
    shapes: list[Shape] = []
    net: NetOptions | None = None
    error: CfgError | None = None
    try:
        net = net_options(cfg.net)
        for layer, shape in build_layers(cfg, net):
            layers.append(layer)
            shapes.append(shape)
    except CfgError as caught:
        error = caught
    return Layout(cfg, net, tuple(layers), tuple(shapes), error)


def altered(cfg: Cfg, changes: Mapping[int, Mapping[str, int]]) -> Cfg:
    """Return the cfg with other values: layer number, or NET, -> key -> value. Lines stay what they are."""

    def changed(section: Section) -> Section:
        options = dict(section.options)
        for key, value in changes.get(section.number, {}).items():
            line = options[key].line if key in options else section.line
            options[key] = Option(str(value), line)
        return replace(section, options=options, used=set())

    return replace(cfg, net=changed(cfg.net), layers=tuple(changed(section) for section in cfg.layers))


def without(cfg: Cfg, number: int) -> Cfg:
    """Return the cfg with nothing in the place of one layer."""
    layers = list(cfg.layers)
    layers[number] = replace(layers[number], name="empty", options={}, used=set())
    return replace(cfg, layers=tuple(layers))


def with_classes(layout: Layout, classes: int) -> Layout:
    """Return the layout with another number of classes, in the heads and in the filters before them."""
    changes: dict[int, dict[str, int]] = {}
    for head in layout.heads:
        per_anchor = head.channels_before // head.num_anchors - head.num_classes
        changes[head.number - 1] = {"filters": head.num_anchors * (per_anchor + classes)}
        changes[head.number] = {"classes": classes}
    return lay_out(altered(layout.cfg, changes))
