"""Reads labels as Darknet does: a text file for each picture, a line `class cx cy w h` for each object."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from yolocam.errors import LabelsError
from yolocam.evaluation.labelled import Category, LabelledSet, Labels, Picture
from yolocam.pipeline.sources.listing import MediaItem
from yolocam.text_file import read_text

PICTURE_FOLDERS = ("images", "JPEGImages")
"""Beside a folder of these names, Darknet looks for one named `labels`."""

MAX_BYTES = 64 << 20
"""Labels of one picture are small; a larger file is something else."""

_SLACK = 1e-3
"""Labelling tools round: a box as wide as the picture may come out a little wider."""


def yolo_set(items: Sequence[MediaItem], class_names: Sequence[str], folder: Path | None) -> LabelledSet:
    """Read the labels of pictures; a picture without a file of labels has no objects.

    They are in `folder`, under the picture's name with .txt at its end; without one, where Darknet
    looks: in `labels` beside `images`, or beside the picture. The class numbers count from 0 in
    `class_names`. LabelsError names file and line, or says that no picture has labels.
    """
    if folder is not None and not folder.is_dir():
        raise LabelsError(f"labels folder {folder} does not exist")
    found = [(item, _label_file(item, folder)) for item in items]
    if not any(file is not None for _, file in found):
        looked = " or ".join(map(str, _places(items[0], folder))) if items else "nothing"
        raise LabelsError(f"none of the {len(items)} pictures has labels, looked for {looked}")
    pictures = tuple(
        Picture(
            number,
            item.name,
            item.file,
            _empty() if file is None else read_labels(file, len(class_names)),
            None,
        )
        for number, (item, file) in enumerate(found, 1)
    )
    return LabelledSet(pictures, tuple(Category(i, name) for i, name in enumerate(class_names)))


def read_labels(path: Path, classes: int) -> Labels:
    """Read one file; boxes in fractions of the picture. LabelsError names file and line."""
    lines = read_text(path, MAX_BYTES, "labels, a line `class cx cy w h` for each object", LabelsError).lines
    rows = [
        _row(f"{path}:{number}", line.split(), classes)
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    if not rows:
        return _empty()
    table = np.array([box for _, box in rows], np.float64)
    table[:, :2] -= table[:, 2:] / 2
    return Labels.of(table, np.array([kind for kind, _ in rows], np.int64))


def _row(where: str, words: Sequence[str], classes: int) -> tuple[int, list[float]]:
    if len(words) != 5:
        raise LabelsError(f"{where}: found {len(words)} numbers, expected 5: class cx cy w h")
    if not words[0].isdecimal() or int(words[0]) >= classes:
        raise LabelsError(f"{where}: class is '{words[0]}', expected a whole number from 0 to {classes - 1}")
    try:
        box = [float(word) for word in words[1:]]
    except ValueError:
        box = [math.nan]
    if not all(0.0 <= side <= 1.0 + _SLACK for side in box):  # also false for NaN
        raise LabelsError(f"{where}: found '{' '.join(words[1:])}', expected cx cy w h in fractions, 0 to 1")
    return int(words[0]), box


def _empty() -> Labels:
    return Labels.of(np.zeros((0, 4)), np.zeros(0, np.int64))


def _label_file(item: MediaItem, folder: Path | None) -> Path | None:
    return next((place for place in _places(item, folder) if place.is_file()), None)


def _places(item: MediaItem, folder: Path | None) -> list[Path]:
    """Return where the labels of a picture may be, the likeliest first."""
    if folder is not None:
        return [folder / PurePosixPath(item.name).with_suffix(".txt")]
    beside = item.path.with_suffix(".txt")
    parts = list(item.path.absolute().parts)
    for number in reversed(range(len(parts) - 1)):
        if parts[number] in PICTURE_FOLDERS:
            parts[number] = "labels"
            return [Path(*parts).with_suffix(".txt"), beside]
    return [beside]
