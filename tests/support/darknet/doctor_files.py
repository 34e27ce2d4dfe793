"""A small detector with normalised layers and two heads, and its weights, for the doctor's tests."""

import re
from pathlib import Path

import numpy as np

from support.darknet.darknet_files import HEADER, build, seeded

CFG = """[net]
width=64
height=64
channels=3

[convolutional]
batch_normalize=1
filters=8
size=3
stride=2
pad=1
activation=leaky

[maxpool]
size=2
stride=2

[convolutional]
batch_normalize=1
filters=16
size=3
pad=1
activation=leaky

[convolutional]
batch_normalize=1
filters=24
size=3
stride=2
pad=1
activation=leaky

[convolutional]
filters=14
size=1
activation=linear

[yolo]
mask=2,3
anchors=4,6, 9,5, 20,18, 30,40
classes=2
num=4

[route]
layers=2

[convolutional]
batch_normalize=1
filters=12
size=3
pad=1
activation=leaky

[convolutional]
filters=14
size=1
activation=linear

[yolo]
mask=0,1
anchors=4,6, 9,5, 20,18, 30,40
classes=2
num=4
"""
"""Layers 0, 2, 3 and 7 are normalised, 4 and 8 stand before the heads 5 and 9."""

SIZES = {
    0: 8 * 4 + 8 * 3 * 9,
    2: 16 * 4 + 16 * 8 * 9,
    3: 24 * 4 + 24 * 16 * 9,
    4: 14 + 14 * 24,
    7: 12 * 4 + 12 * 16 * 9,
    8: 14 + 14 * 12,
}
"""Layer -> how many values the weights file has for it, by hand."""

COUNT = sum(SIZES.values())


def line_of(text: str, section: int, key: str = "") -> int:
    """Return the line of the `section`-th [name], [net] being -1, or of the first after it that starts so."""
    lines = text.split("\n")
    start = [i for i, line in enumerate(lines) if line.startswith("[")][section + 1]
    if not key:
        return start + 1
    return next(i for i in range(start, len(lines)) if lines[i].startswith(key)) + 1


def edited(section: int, old: str, new: str, text: str = CFG) -> str:
    """Return the cfg with one value of one section replaced."""
    parts = re.split(r"(?m)^(?=\[)", text)
    assert old in parts[section + 2]
    parts[section + 2] = parts[section + 2].replace(old, new, 1)
    return "".join(parts)


def values_of(folder: Path, text: str, seed: int = 0) -> np.ndarray:
    """Return values as training leaves them: variances positive, half of all others negative."""
    (folder / "scratch").mkdir(exist_ok=True)
    return seeded(build(folder / "scratch", text), seed)


def write(folder: Path, values: np.ndarray, header: bytes = HEADER, name: str = "net.weights") -> Path:
    """Write a weights file and return its path."""
    path = folder / name
    path.write_bytes(header + values.astype("<f4").tobytes())
    return path
