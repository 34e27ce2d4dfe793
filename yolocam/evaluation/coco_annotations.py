"""Reads annotations in COCO's format: `images`, `annotations` and `categories` in one JSON object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np

from yolocam.errors import LabelsError
from yolocam.evaluation.labelled_images import Category, Labels
from yolocam.files.bounded import MAX_COUNT, MAX_SIDE, is_finite, shown, whole
from yolocam.files.json_text import read_json_text

MAX_BYTES = 8 << 30
"""The largest public set of annotations has 3 GB."""

MAX_AREA = float(MAX_SIDE**2)
"""Square pixels, and so more than any side of a box."""


@dataclass(frozen=True, slots=True)
class AnnotatedImage:
    """An image as the annotations describe it; `size_wh` in pixels, None where they do not say."""

    number: int
    file_name: str
    size_wh: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Annotations:
    """A whole file: its images and categories in order, and each image's labels in pixels."""

    images: tuple[AnnotatedImage, ...]
    categories: tuple[Category, ...]
    labels: Mapping[int, Labels]


def read_annotations(path: Path) -> Annotations:
    """Read a file of annotations; LabelsError names the entry that is wrong.

    Objects of images that are not listed are passed over, as COCO's own program does.
    """
    content = _load(path)
    images = tuple(_images(path, _entries(path, content, "images")))
    categories = tuple(_categories(path, _entries(path, content, "categories")))
    known = {category.number for category in categories}
    objects: dict[int, _Objects] = {image.number: _Objects() for image in images}
    for entry, where in _numbered(path, _entries(path, content, "annotations"), "annotations"):
        of_image = objects.get(_integer(where, entry, "image_id"))
        if of_image is not None:
            of_image.add(where, entry, known)
    labels = {number: found.labels() for number, found in objects.items()}
    return Annotations(images, categories, labels)


@dataclass(slots=True)
class _Objects:
    """Collects the objects of one image."""

    boxes: list[list[float]] = field(default_factory=list)
    categories: list[int] = field(default_factory=list)
    areas: list[float] = field(default_factory=list)
    crowds: list[bool] = field(default_factory=list)

    def add(self, where: str, entry: Mapping[str, Any], known: set[int]) -> None:
        category = _integer(where, entry, "category_id")
        if category not in known:
            raise LabelsError(f"{where}: category_id is {category}, which is none of the categories")
        box = entry.get("bbox")
        if not isinstance(box, list) or len(box) != 4 or not all(_is_number(side) for side in box):
            raise LabelsError(f"{where}: bbox is {shown(box, 60)}, expected x, y, width and height in pixels")
        if min(box[2:]) < 0:
            raise LabelsError(f"{where}: bbox is {shown(box, 60)}, expected a width and height of 0 or more")
        area = entry.get("area", box[2] * box[3])
        if not _is_number(area):
            raise LabelsError(f"{where}: area is {shown(area, 60)}, expected a number")
        self.boxes.append(box)
        self.categories.append(category)
        self.areas.append(area)
        self.crowds.append(bool(entry.get("iscrowd", 0)))

    def labels(self) -> Labels:
        return Labels.of(
            np.array(self.boxes, np.float64).reshape(-1, 4),
            np.array(self.categories, np.int64),
            np.array(self.areas, np.float64),
            np.array(self.crowds, np.bool_),
        )


def _load(path: Path) -> Mapping[str, Any]:
    content = read_json_text(path, MAX_BYTES, "annotations in COCO's format", LabelsError)
    if not isinstance(content, dict):
        raise LabelsError(f"{path}: expected an object with images, annotations and categories")
    return content


def _entries(path: Path, content: Mapping[str, Any], key: str) -> Sequence[Any]:
    entries = content.get(key)
    if not isinstance(entries, list):
        found = "missing" if entries is None else "not a list"
        raise LabelsError(f"{path}: '{key}' is {found}, expected annotations in COCO's format")
    if not entries and key != "annotations":
        raise LabelsError(f"{path}: '{key}' is empty")
    return entries


def _numbered(path: Path, entries: Sequence[Any], key: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield each entry with the words that say where it stands."""
    for number, entry in enumerate(entries):
        where = f"{path}: {key}[{number}]"
        if not isinstance(entry, dict):
            raise LabelsError(f"{where} is {shown(entry, 60)}, expected an object")
        yield entry, where


def _images(path: Path, entries: Sequence[Any]) -> Iterator[AnnotatedImage]:
    numbers: set[int] = set()
    names: set[str] = set()
    for entry, where in _numbered(path, entries, "images"):
        number = _integer(where, entry, "id")
        name = _text(where, entry, "file_name").replace("\\", "/")
        if number in numbers or name in names:
            raise LabelsError(f"{where}: image {number}, {name}, is there twice")
        numbers.add(number)
        names.add(name)
        yield AnnotatedImage(number, name, _size(entry))


def _size(entry: Mapping[str, Any]) -> tuple[int, int] | None:
    try:
        return whole(entry.get("width"), 1, MAX_SIDE), whole(entry.get("height"), 1, MAX_SIDE)
    except ValueError:
        return None


def _categories(path: Path, entries: Sequence[Any]) -> Iterator[Category]:
    numbers: set[int] = set()
    for entry, where in _numbered(path, entries, "categories"):
        category = Category(_integer(where, entry, "id"), _text(where, entry, "name"))
        if category.number in numbers:
            raise LabelsError(f"{where}: category {category.number}, {category.name}, is there twice")
        numbers.add(category.number)
        yield category


def _integer(where: str, entry: Mapping[str, Any], key: str) -> int:
    try:
        return whole(entry.get(key), -MAX_COUNT, MAX_COUNT)
    except ValueError as error:
        found = shown(entry.get(key), 60)
        raise LabelsError(f"{where}: {key} is {found}, expected a whole number") from error


def _text(where: str, entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise LabelsError(f"{where}: {key} is {shown(value, 60)}, expected text")
    return value


def _is_number(value: object) -> bool:
    return is_finite(value) and abs(cast(float, value)) <= MAX_AREA
