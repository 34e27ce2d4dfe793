"""Heads on their own, with random raw numbers, for the tests of what comes after the network."""

import torch

from support.darknet.darknet_files import TINY, build, cfg_file, seeded, weights_file
from yolocam.model import load_network

CLASSES = 4

_HEAD = f"""
[convolutional]
filters={2 * (5 + CLASSES)}
size=1
activation=linear

[{{kind}}]
anchors={{anchors}}
classes={CLASSES}
num=2
{{extra}}
"""
_BODY = TINY.split("[convolutional]")[0] + "[maxpool]\nsize=2\nstride=2\n"
_REST = "\n[route]\nlayers=0\n\n[maxpool]\nsize=2\nstride=2\n"

YOLO = _BODY + _HEAD.format(kind="yolo", anchors="6,9, 14,11", extra="scale_x_y=1.1")
TWO_HEADS = YOLO + _REST + _HEAD.format(kind="yolo", anchors="20,18, 30,40", extra="")
REGION = _BODY + _HEAD.format(kind="region", anchors="2.5,3, 7,5", extra="softmax=1")
NEW_COORDS = _BODY + _HEAD.format(kind="yolo", anchors="6,9, 14,11", extra="new_coords=1")
GAUSSIAN = YOLO.replace("[yolo]", "[Gaussian_yolo]").replace(
    f"filters={2 * (5 + CLASSES)}", f"filters={2 * (9 + CLASSES)}"
)

KINDS = {
    "yolo": YOLO,
    "two": TWO_HEADS,
    "region": REGION,
    "new_coords": NEW_COORDS,
    "gaussian": GAUSSIAN,
}


def network_of(folder, text):
    """Load a network of a cfg text with random weights."""
    values = seeded(build(folder, text))
    return load_network(cfg_file(folder, text), weights_file(folder, values))


def random_raw(network, size_hw, batch=2, seed=0, bias=-1.0):
    """Return what a network could give for each head; more rows pass the higher `bias` is."""
    generator = torch.Generator().manual_seed(seed)
    found = []
    for i, head in enumerate(network.heads):
        grid = [side >> (i + 1) for side in size_hw]
        raw = torch.randn((batch, head.channels, *grid), generator=generator)
        raw.view(batch, head.num_anchors, -1, *grid)[:, :, 2:4] *= 0.5
        raw.view(batch, head.num_anchors, -1, *grid)[:, :, 4] += bias
        found.append(raw.sigmoid() if head.new_coords else raw * 1.5)
    return found


def table_of(network, raw, size_hw):
    """Decode every row, as the network's `forward` does."""
    return torch.cat([h.decode(t, size_hw) for h, t in zip(network.heads, raw, strict=True)], dim=1)
