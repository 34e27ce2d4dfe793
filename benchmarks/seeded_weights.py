"""Writes a .weights file of seeded random values: speed does not depend on what a network has learnt.

Its cells say that they hold no object, as nearly all do of a network that has learnt something: left to
chance, nearly all would hold one, and post-processing and drawing would be what is measured.

usage: seeded_weights.py CFG OUT
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from yolocam.darknet.cfg import parse_cfg
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.heads import Head
from yolocam.model.layers.layer import Layer
from yolocam.model.layers.shortcut import Shortcut

NO_OBJECT = -6.0
"""What is added to the raw objectness: a probability of 0.0025 where the rest is 0."""

HEADER = np.array([0, 2, 5, 0, 0], np.int32)
"""Version 0.2.5, then the number of images seen as 64 bits."""


def write_weights(cfg: Path, out: Path, seed: int = 0, objectness: float = 0.0) -> None:
    """Write the file in Darknet's order, with values that keep the activations in an ordinary range.

    `objectness` is added to the raw number that says whether a cell holds an object.
    """
    random = np.random.default_rng(seed)
    layers = cast("list[Layer]", list(DarknetNetwork(parse_cfg(cfg)).layers))
    with out.open("wb") as file:
        file.write(HEADER.tobytes())
        for layer, after in zip(layers, [*layers[1:], None], strict=True):
            if isinstance(layer, Convolutional):
                added = (after, objectness) if isinstance(after, Head) else None
                # What is added to a shortcut or decoded by a head has to stay small.
                gain = 0.2 if isinstance(after, Shortcut) else 0.3 if isinstance(after, Head) else 1.0
                _write_layer(file, layer, gain, random, added)


def _write_layer(
    file: BinaryIO,
    layer: Convolutional,
    gain: float,
    random: np.random.Generator,
    added: tuple[Head, float] | None,
) -> None:
    shape = tuple(layer.conv.weight.shape)
    ranges = [(-0.2, 0.2)]  # bias
    if layer.bn is not None:
        ranges += [(0.7 * gain, 1.1 * gain), (-0.2, 0.2), (0.8, 1.4)]  # scale, mean, variance
        gain = 1.0
    for number, (low, high) in enumerate(ranges):
        values = random.uniform(low, high, shape[0]).astype(np.float32)
        if number == 0 and added is not None:
            values[4 :: 5 + added[0].num_classes] += np.float32(added[1])
        file.write(values.tobytes())
    spread = gain * np.sqrt(2 / np.prod(shape[1:]))
    file.write((random.standard_normal(shape, np.float32) * np.float32(spread)).tobytes())


if __name__ == "__main__":
    write_weights(Path(sys.argv[1]), Path(sys.argv[2]), objectness=NO_OBJECT)
