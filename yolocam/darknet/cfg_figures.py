"""Classes and input size of a cfg, read without building the network, for lists of models."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from yolocam.darknet.cfg import Section, read_sections
from yolocam.errors import CfgError

_HEADS = frozenset({"yolo", "region", "Gaussian_yolo", "detection"})


@dataclass(frozen=True, slots=True)
class CfgFigures:
    """The number of classes and the input size of a network; None where the cfg does not say."""

    classes: int | None = None
    width: int | None = None
    height: int | None = None


def read_figures(path: Path) -> CfgFigures:
    """Return what a cfg says of classes and size.

    Of a broken cfg it takes the sections before the error; a file that cannot be read says nothing.
    """
    sections: list[Section] = []
    with contextlib.suppress(CfgError):  # whoever loads the network is told
        sections.extend(read_sections(path))
    net, heads = sections[:1], [section for section in sections if section.name in _HEADS]
    return CfgFigures(_first(heads, "classes"), _first(net, "width"), _first(net, "height"))


def _first(sections: Iterable[Section], key: str) -> int | None:
    """Return the first whole number that one of the sections has under this key."""
    for section in sections:
        try:
            if key in section.options:
                return section.integer(key)
        except CfgError:
            continue
    return None
