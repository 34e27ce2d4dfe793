"""A Darknet network as a torch module, built from its cfg by a table {section: builder}."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import torch
from torch import Tensor, nn

from yolocam.darknet.cfg import Cfg, Section, show
from yolocam.errors import CfgError, ModelError
from yolocam.model.layers import graph
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.gaussian_head import GaussianYoloHead
from yolocam.model.layers.heads import Head, RegionHead, YoloHead
from yolocam.model.layers.layer import Layer, Place, Shape
from yolocam.model.layers.pools import LocalAvgPool, max_pool
from yolocam.model.layers.sections import (
    Activation,
    AvgPool,
    Identity,
    Reorg,
    Route,
    Sam,
    ScaleChannels,
    Upsample,
)
from yolocam.model.layers.shortcut import Shortcut

BUILDERS: dict[str, Callable[[Section, Place], Layer]] = {
    "convolutional": Convolutional,
    "conv": Convolutional,
    "maxpool": max_pool,
    "max": max_pool,
    "local_avgpool": LocalAvgPool,
    "local_avg": LocalAvgPool,
    "avgpool": AvgPool,
    "avg": AvgPool,
    "upsample": Upsample,
    "route": Route,
    "shortcut": Shortcut,
    "scale_channels": ScaleChannels,
    "sam": Sam,
    "reorg": Reorg,
    "reorg3d": Reorg,
    "dropout": Identity,
    "empty": Identity,
    "silence": Identity,
    "activation": Activation,
    "yolo": YoloHead,
    "Gaussian_yolo": GaussianYoloHead,
    "region": RegionHead,
}
"""Section of the cfg -> the layer it describes."""

# fmt: off
REFUSED = frozenset((
    "detection", "local", "conn", "connected",
    "crop", "cost", "softmax", "soft", "lrn", "normalization", "batchnorm", "rnn", "gru", "lstm",
    "conv_lstm", "crnn", "history", "contrastive", "implicit", "implicit_add", "implicit_mul",
    "shift_channels", "control_channels", "deconvolutional", "deconv", "iseg", "logistic",
    "l2norm",
))
# fmt: on
"""Sections Darknet knows and detectors of this family do without."""

MAX_SIDE = 8192
MAX_INPUT_CHANNELS = 1024
"""Hyperspectral cameras have some hundred."""

MAX_ACTIVATION = 1 << 28
"""Most values one layer may give for one image of the cfg's own size: 1 GB in float32."""

MAX_ALIVE = 1 << 30
"""Most values of one image at one time."""

MAX_MULTIPLY_ADDS = 10**13
"""Most multiplications for one image; the largest public detector needs a twentieth."""

MAX_PARAMETERS = 1 << 30
"""Most weights of one network, 4 GB in float32; the largest public detector has 0.3 of this."""


@dataclass(frozen=True, slots=True)
class NetOptions:
    """What [net] says of the input; `letter_box` is None where it says nothing."""

    width: int
    height: int
    channels: int
    letter_box: bool | None

    @property
    def shape(self) -> Shape:
        """Shape of the input image."""
        return Shape(self.channels, self.height, self.width)

    @property
    def fit(self) -> Literal["letterbox", "stretch"]:
        """How frames are brought to that shape: letterboxed, unless `letter_box` is 0."""
        return "stretch" if self.letter_box is False else "letterbox"


class DarknetNetwork(nn.Module):
    """The network that a cfg describes, on the meta device: without memory until weights are loaded.

    `layers[i]` is Darknet's layer i. `heads` are the detection layers in cfg order. `stride` is what
    both sides of an input must be multiples of; the cfg's own size is always taken.
    `shapes` and `multiply_adds` are those of the cfg's own size, for one image.
    CfgError if the cfg does not describe a detector.
    """

    def __init__(self, cfg: Cfg) -> None:
        super().__init__()
        self.cfg = cfg
        self.name = cfg.path.stem
        self.net = net_options(cfg.net)
        pairs = list(build_layers(cfg, self.net))
        built, self.shapes = [layer for layer, _ in pairs], [shape for _, shape in pairs]
        self.layers = nn.ModuleList(built)
        self.heads = _checked_heads(cfg, built)
        self.num_classes = self.heads[0].num_classes
        reductions = graph.reductions(built)
        self.stride = math.lcm(*(r.numerator for r in reductions if r))
        self._dead_after = graph.dead_after(built)
        self.multiply_adds = graph.multiply_adds(built, self.shapes)
        self._check_cost()
        self._exact = all(
            r * shape.height == self.net.height and r * shape.width == self.net.width
            for r, shape in zip(reductions, self.shapes, strict=True)
            if r
        )

    def forward(self, x: Tensor) -> Tensor:
        """RGB in 0..1 (B, channels, H, W) -> float32 (B, rows, 5 + C).

        Columns: centre x, centre y, width, height in input pixels, objectness, C class probabilities.
        Rows: heads in cfg order, within a head cells row by row, anchors of a cell next to each other.
        ModelError if the size does not fit (see `check_input`).
        """
        raw = self.raw(x)
        size_hw = x.shape[2], x.shape[3]
        return torch.cat([head.decode(t, size_hw) for head, t in zip(self.heads, raw, strict=True)], dim=1)

    def raw(self, x: Tensor) -> list[Tensor]:
        """Return each head's raw channels, before decoding: (B, A * (5 + C), Gh, Gw), in cfg order."""
        self.check_input(x)
        layers = list(cast("Iterable[Layer]", self.layers))
        outputs = graph.run(layers, layers, self._dead_after, x)
        return [out for layer, out in outputs if isinstance(layer, Head)]

    def check_names(self, class_names: Sequence[str], model: str) -> None:
        """Raise ModelError unless there is a name for each class; `model` is what it is called."""
        if len(class_names) != self.num_classes:
            raise ModelError(
                f"{model} has {self.num_classes} classes, but there are {len(class_names)} names; "
                f"--names takes a file with {self.num_classes} lines"
            )

    def _check_cost(self) -> None:
        peak = graph.peak_values(self._dead_after, self.net.shape, self.shapes)
        if peak > MAX_ALIVE:
            raise CfgError(f"{self.cfg.path}: the network holds {peak} values at once, more than {MAX_ALIVE}")
        if self.multiply_adds > MAX_MULTIPLY_ADDS:
            raise CfgError(
                f"{self.cfg.path}: the network needs {self.multiply_adds:.1e} multiplications for an image, "
                f"more than {MAX_MULTIPLY_ADDS:.0e}"
            )

    def check_input(self, x: Tensor) -> None:
        """Raise ModelError unless x is (B, channels, H, W) with sides this network can take."""
        if x.ndim != 4 or x.shape[1] != self.net.channels:
            raise ModelError(
                f"{self.name}: the input has shape {tuple(x.shape)}, "
                f"expected (batch, {self.net.channels}, height, width)"
            )
        height, width = x.shape[2], x.shape[3]
        if (height, width) == self.net.shape[1:]:
            return
        if height < 1 or width < 1 or height % self.stride or width % self.stride:
            raise ModelError(
                f"{self.name}: the input is {width} x {height} pixels, "
                f"expected multiples of {self.stride} both ways"
            )
        if not self._exact:
            graph.out_shapes(list(cast("Iterable[Layer]", self.layers)), Shape(x.shape[1], height, width))


def net_options(net: Section) -> NetOptions:
    """Read what [net] says of the input; CfgError."""
    letter_box = net.flag("letter_box") if "letter_box" in net.options else None
    return NetOptions(
        width=net.integer("width", low=1, high=MAX_SIDE),
        height=net.integer("height", low=1, high=MAX_SIDE),
        channels=net.integer("channels", 3, low=1, high=MAX_INPUT_CHANNELS),
        letter_box=letter_box,
    )


def build_layers(cfg: Cfg, net: NetOptions) -> Iterator[tuple[Layer, Shape]]:
    """Yield each layer and its output, without memory; CfgError at the first that cannot be built."""
    layers: list[Layer] = []
    shapes = [net.shape]
    parameters = 0
    for section in cfg.layers:
        # First without memory, so that absurd numbers are found before anything is allocated.
        with torch.device("meta"):
            layer = _builder(section)(section, Place(section.number, shapes))
        _check_sources(layer, layers)
        if isinstance(layer, Convolutional) and layer.shares is not None:
            _check_shared(layer, layers[layer.shares])
        shapes.append(_bounded(layer, shapes))
        parameters += sum(p.numel() for p in layer.parameters())
        if parameters > MAX_PARAMETERS:
            raise section.error(f"more than {MAX_PARAMETERS} weights up to layer {section.number}")
        layers.append(layer)
        yield layer, shapes[-1]


def _builder(section: Section) -> Callable[[Section, Place], Layer]:
    if section.name in BUILDERS:
        return BUILDERS[section.name]
    name = show(section.name)[1:-1]
    if section.name in REFUSED:
        raise section.error(f"[{name}] is not supported, only the sections of detectors are")
    raise section.error(f"unknown section [{name}]")


def _check_sources(layer: Layer, before: list[Layer]) -> None:
    for number in layer.sources:
        if number >= 0 and isinstance(before[number], Head):
            raise layer.section.error(
                f"[{layer.section.name}] reads layer {number}, which is a detection layer, "
                "expected a [route] to an earlier one"
            )


def _check_shared(layer: Convolutional, owner: Layer) -> None:
    """Raise CfgError unless a convolution can have the weights of another."""
    if isinstance(owner, Convolutional):
        fits = owner.conv.weight.shape == layer.conv.weight.shape
        if fits and (owner.bn is None) == (layer.bn is None):
            return
    raise layer.section.error(
        f"share_index= names layer {owner.number}, [{owner.section.name}], expected a convolution with the "
        "same channels, filters, size and batch_normalize",
        "share_index",
    )


def _bounded(layer: Layer, shapes: list[Shape]) -> Shape:
    shape = layer.out_shape(*[shapes[number + 1] for number in layer.sources])
    if max(math.prod(shape), math.prod(layer.inside or shape)) > MAX_ACTIVATION:
        raise layer.section.error(f"[{layer.section.name}] gives {shape}, more than {MAX_ACTIVATION} values")
    return shape


def _checked_heads(cfg: Cfg, layers: list[Layer]) -> list[Head]:
    heads = [layer for layer in layers if isinstance(layer, Head)]
    if not heads:
        raise CfgError(
            f"{cfg.path} has no [yolo] or [region] section: it is a classifier or a backbone, not a detector"
        )
    for head in heads:
        if head.num_classes != heads[0].num_classes:
            raise head.section.error(
                f"classes={head.num_classes}, but the first head (line {heads[0].section.line}) has "
                f"classes={heads[0].num_classes}",
                "classes",
            )
    return heads
