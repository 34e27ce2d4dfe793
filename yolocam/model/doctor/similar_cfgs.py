"""Finds other cfgs that the weights may belong to, and where they differ from the given one."""

from __future__ import annotations

from pathlib import Path

from yolocam.assets import asset
from yolocam.darknet.cfg import parse_cfg
from yolocam.errors import CfgError
from yolocam.model.doctor.layout import Layout, lay_out
from yolocam.model.layers.convolution import Convolutional

MAX_NEIGHBOURS = 20
"""Most cfgs beside the files that are tried."""


def similar_cfgs(layout: Layout, weights: Path) -> list[Layout]:
    """Return the layers of the other cfgs beside the two files, and of those that ship with yolocam."""
    own = layout.cfg.path
    folders = dict.fromkeys((weights.parent, own.parent))
    beside = [path for folder in folders for path in sorted(folder.glob("*.cfg"))[:MAX_NEIGHBOURS]]
    shipped = sorted(asset("models").glob("*.cfg"))
    found = [_layout(path) for path in dict.fromkeys((*beside, *shipped)) if path != own]
    return [layout for layout in found if layout is not None]


def parting_layer(ours: Layout, theirs: Layout) -> Convolutional | None:
    """Return the first of our convolutions that is another one there; None if only more follow there."""
    for layer, twin in zip(ours.convolutions, theirs.convolutions, strict=False):
        if _options(layer) != _options(twin):
            return layer
    return next(iter(ours.convolutions[len(theirs.convolutions) :]), None)


def parting_words(ours: Layout, theirs: Layout) -> str:
    """Say in what the layer that `parting_layer` finds is another one, to follow its name."""
    for layer, twin in zip(ours.convolutions, theirs.convolutions, strict=False):
        mine, other = _options(layer), _options(twin)
        for key in mine:
            if mine[key] != other[key]:
                return f"with {key}={mine[key]} where the other has {other[key]}"
    return "which the other lacks"


def _layout(path: Path) -> Layout | None:
    try:
        layout = lay_out(parse_cfg(path))
    except CfgError:
        return None
    return layout if layout.error is None else None


def _options(layer: Convolutional) -> dict[str, int]:
    """Return what decides how many values a convolution has."""
    return {
        "filters": layer.conv.out_channels,
        "size": int(layer.conv.kernel_size[0]),
        "batch_normalize": int(layer.bn is not None),
        "groups": layer.conv.groups,
        "input channels": layer.conv.in_channels,
    }
