"""The parts that yolocam is made of: their versions and licences, as their packages state them."""

from __future__ import annotations

import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution, requires
from typing import NamedTuple

from yolocam import __version__

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST = 90
"""A longer text is a whole licence, of which the first line is its name."""


class Component(NamedTuple):
    """One part and its licence; "" where its package states none."""

    name: str
    version: str
    licence: str


def components() -> list[Component]:
    """Return yolocam, Python and the installed packages that yolocam needs or can use."""
    own = [
        Component("yolocam", __version__, "MIT"),
        Component("Python", platform.python_version(), "PSF-2.0"),
    ]
    found = {name.lower(): _component(name) for name in _required()}
    return own + sorted((one for one in found.values() if one is not None), key=lambda one: one.name.lower())


def as_text(parts: list[Component]) -> str:
    """Return the parts as lines to be put into a report."""
    lines = [f"{part.name} {part.version}  {part.licence}".rstrip() for part in parts]
    return "\n".join([*lines, f"{platform.platform()}, {sys.platform}"])


def _required() -> list[str]:
    try:
        needed = requires("yolocam") or []
    except PackageNotFoundError:  # run from a folder or a bundle that lacks the package's own data
        needed = ["av", "numpy", "opencv-python", "PySide6-Essentials", "torch"]
    usual = [text for text in needed if not re.search(r"extra\s*==\s*['\"]test['\"]", text)]
    return [found[0] for text in usual if (found := _NAME.match(text)) is not None]


def _component(name: str) -> Component | None:
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return None
    data = package.metadata
    stated = data["License-Expression"] or data["License"] or ""
    lines = stated.strip().splitlines()
    licence = lines[0][:_LONGEST] if lines else _classified(data.get_all("Classifier") or [])
    return Component(data["Name"], package.version, licence)


def _classified(classifiers: list[str]) -> str:
    licences = [text.rpartition("::")[2].strip() for text in classifiers if text.startswith("License ::")]
    return ", ".join(licences)
