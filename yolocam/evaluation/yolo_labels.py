"""Reads labels as Darknet does: one text file per image, one line `class cx cy w h` per object."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from yolocam.darknet.names import read_names
from yolocam.errors import LabelsError, ModelError
from yolocam.evaluation.label_line import LabelLine, read_line
from yolocam.evaluation.labelled_images import Category, LabelledImage, LabelledSet, Labels
from yolocam.files.input_file import is_file, is_folder
from yolocam.files.text_file import read_text
from yolocam.pipeline.sources.files.listing import MediaItem

IMAGE_FOLDERS = ("images", "JPEGImages")
"""Beside a folder of these names, Darknet looks for one named `labels`."""

NAMES_FILE = "classes.txt"
"""Where labelling programs keep the names that their class numbers stand for: beside the labels."""

MAX_BYTES = 16 << 20
"""The labels of one image; a larger file is something else."""


def yolo_set(
    items: Sequence[MediaItem],
    class_names: Sequence[str],
    folder: Path | None,
    *,
    own_names: bool = True,
) -> LabelledSet:
    """Read the labels of images; an image without a file of labels has no objects.

    They are in `folder`, under the image's name with .txt at its end; without one, where Darknet
    looks: in `labels` beside `images`, or beside the image. The class numbers count from 0 in
    `classes.txt` beside the first labels, if it is there and `own_names`, else in `class_names`. A
    image whose labels cannot be read is left out: `problems` names file and line. LabelsError if no image
    has labels that can be read.
    """
    if folder is not None and not is_folder(folder):
        raise LabelsError(f"labels folder {folder} does not exist")
    found = [(item, _label_file(item, folder)) for item in items]
    files = [file for _, file in found if file is not None]
    if not files:
        looked = " or ".join(map(str, _places(items[0], folder))) if items else "nothing"
        raise LabelsError(f"none of the {len(items)} images has labels, looked for {looked}")
    beside = _own_names(files[0].parent, folder) if own_names else None
    names = beside or tuple(class_names)
    images, problems = [], []
    for number, (item, file) in enumerate(found, 1):
        try:
            labels = _empty() if file is None else read_labels(file, len(names))
        except LabelsError as error:
            problems.append(str(error))
            continue
        images.append(LabelledImage(number, item.name, item.file, labels, None))
    if not images:
        raise LabelsError(problems[0])
    return LabelledSet(
        tuple(images),
        tuple(Category(i, name) for i, name in enumerate(names)),
        problems=tuple(problems),
        notes=_notes(len(found) - len(files), len(found)),
    )


def read_labels(path: Path, classes: int) -> Labels:
    """Read one file; boxes in fractions of the image. LabelsError names file and line.

    What a line may hold is said in `label_line`.
    """
    lines = read_text(path, MAX_BYTES, "labels, a line `class cx cy w h` for each object", LabelsError).lines
    rows: list[LabelLine] = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                rows.append(read_line(line, classes))
        except ValueError as error:
            raise LabelsError(f"{path}:{number}: {error}") from error
    if not rows:
        return _empty()
    table = np.array([row.xywh for row in rows], np.float64)
    return Labels.of(table, np.array([row.kind for row in rows], np.int64))


def _own_names(beside: Path, folder: Path | None) -> tuple[str, ...] | None:
    """Return the names in `classes.txt` beside the labels, if it is there; LabelsError if they are none."""
    for place in dict.fromkeys((beside, folder or beside)):
        path = place / NAMES_FILE
        if is_file(path):
            try:
                return read_names(path)
            except ModelError as error:
                raise LabelsError(str(error)) from error
    return None


def _notes(without: int, total: int) -> tuple[str, ...]:
    if not without:
        return ()
    have, them = ("has", "it") if without == 1 else ("have", "them")
    return (f"{without} of {total} images {have} no file of labels, which means: nothing is in {them}",)


def _empty() -> Labels:
    return Labels.of(np.zeros((0, 4)), np.zeros(0, np.int64))


def _label_file(item: MediaItem, folder: Path | None) -> Path | None:
    return next((place for place in _places(item, folder) if is_file(place)), None)


def _places(item: MediaItem, folder: Path | None) -> list[Path]:
    """Return where the labels of an image may be, the likeliest first."""
    if folder is not None:
        return [folder / PurePosixPath(item.name).with_suffix(".txt")]
    beside = item.path.with_suffix(".txt")
    parts = list(item.path.absolute().parts)
    for number in reversed(range(len(parts) - 1)):
        if parts[number] in IMAGE_FOLDERS:
            parts[number] = "labels"
            return [Path(*parts).with_suffix(".txt"), beside]
    return [beside]
