"""Small Darknet files for the tests: cfg texts from pieces, weights from arrays."""

import struct
from pathlib import Path

import numpy as np

from yolocam.darknet.cfg import parse_cfg
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.weights import chunks

HEADER = struct.pack("<iiiq", 0, 2, 5, 0)

TINY = """[net]
width=64
height=32
channels=3

[convolutional]
batch_normalize=1
filters=4
size=3
stride=2
pad=1
activation=leaky

[convolutional]
filters=14
size=1
stride=1
pad=1
activation=linear

[yolo]
mask=0,1
anchors=4,6, 9,5
classes=2
num=2
"""
"""A detector with one head; its lines are referred to by number."""

HEAD = """
[convolutional]
filters=7
size=1
activation=linear

[yolo]
anchors=4,6
classes=2
num=1
"""
"""What makes any cfg a detector with two classes and one anchor."""


def cfg_file(folder: Path, text: str, name: str = "net.cfg") -> Path:
    """Write a cfg and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def build(folder: Path, text: str) -> DarknetNetwork:
    """Return the network of a cfg text, without memory for its weights."""
    return DarknetNetwork(parse_cfg(cfg_file(folder, text)))


def weight_count(network: DarknetNetwork) -> int:
    """Return how many values the network's weights file has."""
    return sum(chunk.tensor.numel() for chunk in chunks(network))


def weights_file(folder: Path, values: np.ndarray, header: bytes = HEADER) -> Path:
    """Write values as a weights file and return its path."""
    path = folder / "net.weights"
    path.write_bytes(header + values.astype("<f4").tobytes())
    return path


def seeded(network: DarknetNetwork, seed: int = 0) -> np.ndarray:
    """Return positive-variance values that keep the activations moderate."""
    rng = np.random.default_rng(seed)
    parts = []
    for chunk in chunks(network):
        low, high = {"variances": (0.5, 1.5), "scales": (0.7, 1.3)}.get(chunk.name, (-0.3, 0.3))
        parts.append(rng.uniform(low, high, chunk.tensor.numel()))
    return np.concatenate(parts).astype(np.float32)
