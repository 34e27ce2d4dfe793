"""Matches the categories of the labels to the classes of the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from yolocam.errors import LabelsError
from yolocam.evaluation.labelled_images import Category

_SYNONYMS = {"airplane": "aeroplane", "motorcycle": "motorbike", "couch": "sofa", "tv": "tvmonitor"}
"""COCO's name -> the one in Darknet's coco.names, which took it from Pascal VOC."""


@dataclass(frozen=True, slots=True)
class ClassMatch:
    """`category_of` leads from class index to category number; `categories` are those that have a class."""

    how: Literal["name", "order"]
    category_of: Mapping[int, int]
    categories: tuple[Category, ...]
    without_class: tuple[Category, ...]
    without_category: tuple[str, ...]


def match_classes(categories: Sequence[Category], class_names: Sequence[str]) -> ClassMatch:
    """Match by name: COCO numbers its 80 categories 1 to 90, so that numbers alone say little.

    Case, blanks and hyphens do not count, and the names that differ between COCO and Darknet are
    known. If no name fits and there are as many categories as classes, they are matched by order.
    LabelsError if there is no way to match them.
    """
    classes = {_key(name): index for index, name in reversed(list(enumerate(class_names)))}
    category_of: dict[int, int] = {}
    for category in categories:
        index = classes.get(_key(category.name))
        if index is not None:
            category_of.setdefault(index, category.number)
    how: Literal["name", "order"] = "name"
    if not category_of:
        if len(categories) != len(class_names):
            raise LabelsError(
                f"none of the {len(categories)} categories ({_few([c.name for c in categories])}) "
                f"is one of the {len(class_names)} classes ({_few(class_names)})"
            )
        how = "order"
        ordered = sorted(category.number for category in categories)
        category_of = dict(enumerate(ordered))
    matched = set(category_of.values())
    return ClassMatch(
        how,
        category_of,
        tuple(category for category in categories if category.number in matched),
        tuple(category for category in categories if category.number not in matched),
        tuple(name for index, name in enumerate(class_names) if index not in category_of),
    )


def match_words(match: ClassMatch, objects_without: int) -> str:
    """Say what was matched and what was not; `objects_without` are the objects nobody can find."""
    total = len(match.categories) + len(match.without_class)
    words = [f"{len(match.categories)} of {total} categories matched to classes by {match.how}"]
    if match.without_class:
        names = _few([category.name for category in match.without_class])
        words.append(f"left out: {names}, which the network does not know (objects: {objects_without})")
    if match.without_category:
        words.append(f"classes that are not labelled: {_few(match.without_category)}")
    return "; ".join(words)


def _key(name: str) -> str:
    plain = "".join(letter for letter in name.casefold() if letter.isalnum()) or name
    return _SYNONYMS.get(plain, plain)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
