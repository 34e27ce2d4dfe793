"""Reads a names file, one class per line, and knows which classes Darknet hides."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yolocam.errors import ModelError
from yolocam.files.text_file import read_text

MAX_NAMES_BYTES = 4 << 20
"""A names file is small; a larger file is something else."""

HIDDEN_PREFIX = "dont_show"
"""Darknet computes classes whose names begin so, and shows them nowhere."""


def read_names(path: Path) -> tuple[str, ...]:
    """Return the class names of a file with one name on each line; ModelError if it is not one."""
    found = read_text(path, MAX_NAMES_BYTES, "a names file with one class name on each line", ModelError)
    names = tuple(line.strip() for line in found.text.rstrip().split("\n"))
    if names == ("",):
        raise ModelError(f"names file {path} is empty, expected one class name on each line")
    return names


def hidden_classes(class_names: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the classes that are not shown, by their names."""
    return frozenset(i for i, name in enumerate(class_names) if name.startswith(HIDDEN_PREFIX))


def shown_names(class_names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the classes that can be seen."""
    return tuple(name for name in class_names if not name.startswith(HIDDEN_PREFIX))


def shown_classes(class_names: Sequence[str], wanted: frozenset[int] | None) -> frozenset[int] | None:
    """Return which classes are shown where these are `wanted`; None is all of them, in both."""
    hidden = hidden_classes(class_names)
    if not hidden:
        return wanted
    return (frozenset(range(len(class_names))) if wanted is None else wanted) - hidden
