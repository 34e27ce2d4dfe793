"""List the licences of all packages that yolocam needs, and of what their wheels bring with them.

    python tools/licences.py [EXTRA...]        # `make licences`; without extras those of all

What is not installed is named and not looked at. Exit status 1 if a package allows no use under terms that go
with the MIT licence, or names none at all.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

_SHORT = re.compile(r"[^\n]{1,60}\Z")

_FREE = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|Zlib|CC0|0BSD|MPL|Mozilla|BSL|Unlicense|LGPL|"
    r"Public Domain|EPL",
    re.IGNORECASE,
)
"""One of these is enough: a package under several licences may be taken under any of them."""

_BROUGHT = {
    "av": "its wheel holds FFmpeg (LGPL 3), x264 and x265 (GPL 2 or later)",
    "opencv-python": "its wheel holds FFmpeg (LGPL 2.1), and Qt 5 (LGPL 3) on Linux",
    "pillow-heif": "its wheel holds libheif and libde265 (LGPL 3) and x265 (GPL 2)",
    "pyside6-addons": "its wheel holds Qt (LGPL 3; parts that are not used GPL 3), FFmpeg (LGPL 2.1)",
    "pyside6-essentials": "its wheel holds Qt (LGPL 3)",
}
"""Libraries in wheels that are under other licences than the package: see docs/packaging.md."""


def main(extras: list[str]) -> int:
    """Print the table; 1 if something in it has no licence that can be used."""
    wrong = []
    packages, absent = needed_by("yolocam", extras or _all_extras("yolocam"))
    for package in sorted(packages, key=lambda package: package.name.lower()):
        words = licence_of(package)
        print(f"{package.name:<26} {package.version:<14} {words or 'names no licence'}")
        brought = _BROUGHT.get(package.name.lower().replace("_", "-"))
        if brought is not None:
            print(f"{'':<41} {brought}")
        if not _FREE.search(words):
            wrong.append(package.name)
    if absent:
        print(f"\nnot installed, and not looked at: {', '.join(sorted(absent))}")
    if wrong:
        print(f"\nlook at {', '.join(wrong)}: no licence that goes with MIT was found")
    return 1 if wrong else 0


def _all_extras(name: str) -> list[str]:
    return distribution(name).metadata.get_all("Provides-Extra") or []


def needed_by(name: str, extras: list[str]) -> tuple[list[Distribution], set[str]]:
    """Return the packages that this one needs with these extras, and the names of those that are not here."""
    found: dict[str, Distribution] = {}
    absent: set[str] = set()
    waiting: list[tuple[str, frozenset[str]]] = [(name, frozenset(extras))]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        if wanted in seen:
            continue
        seen.add(wanted)
        try:
            package = distribution(wanted[0])
        except PackageNotFoundError:
            absent.add(wanted[0])
            continue
        found[package.name] = package
        for text in package.requires or ():
            need = Requirement(text)
            if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in ("", *wanted[1])):
                waiting.append((need.name, frozenset(need.extras)))
    found.pop(name, None)
    return list(found.values()), absent


def licence_of(package: Distribution) -> str:
    """Return what a package says of its licence: an expression, a few words, or its classifiers."""
    facts = package.metadata
    said = (*(facts.get_all("License-Expression") or ()), *(facts.get_all("License") or ()))
    named = next(filter(None, said), "")
    if _SHORT.match(named):
        return named
    kinds = (kind for kind in facts.get_all("Classifier") or () if kind.startswith("License ::"))
    return ", ".join(kind.rpartition(" :: ")[2] for kind in kinds) or named.partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
