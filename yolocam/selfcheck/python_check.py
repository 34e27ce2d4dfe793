"""Python itself, and the packages that yolocam asks for."""

from __future__ import annotations

import platform
import shlex
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement

from yolocam.selfcheck.check_finding import CheckFinding
from yolocam.system.package_versions import package_version
from yolocam.system.system_libraries import install_command, library_in, missing_for_images

_OPENCV = (
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
)
_IMPORTED = ("cv2", "av", "numpy")
"""Without these nothing runs, and they may not load on strange systems; torch is tried apart."""


def check() -> list[CheckFinding]:
    """Look at versions, and import what everything needs."""
    bits = "64 bit" if sys.maxsize > 1 << 32 else "32 bit"
    text = f"{platform.python_version()}, {bits}, {platform.machine()}, {sys.executable}"
    return [CheckFinding("Python", "ok", text), *_packages(), *_imports()]


def _packages() -> list[CheckFinding]:
    try:
        wanted = [Requirement(text) for text in requires("yolocam") or ()]
    except PackageNotFoundError:
        return [
            CheckFinding("Packages", "warning", "yolocam is not installed, so nobody knows what it needs")
        ]
    wanted = [need for need in wanted if need.marker is None or need.marker.evaluate({"extra": ""})]
    findings = list(_unmet(wanted))
    there = ", ".join(f"{need.name} {found}" for need in wanted if (found := _installed(need.name)))
    return findings or [CheckFinding("Packages", "ok", there)]


def _unmet(wanted: list[Requirement]) -> Iterator[CheckFinding]:
    for need in wanted:
        found, plain = _installed(need.name), f"{need.name}{need.specifier}"
        remedy = shlex.join([sys.executable, "-m", "pip", "install", plain])
        if found is None:
            yield CheckFinding("Packages", "problem", f"{need.name} is missing", remedy)
        elif not need.specifier.contains(found, prereleases=True):
            yield CheckFinding(
                "Packages", "warning", f"{need.name} is {found}, tried was {need.specifier}", remedy
            )


def _installed(name: str) -> str | None:
    candidates = _OPENCV if name == "opencv-python" else (name,)
    return next(filter(None, map(package_version, candidates)), None)


def _imports() -> list[CheckFinding]:
    findings = []
    for name in _IMPORTED:
        try:
            __import__(name)
        except ImportError as error:
            library = library_in(error)
            missing = (missing_for_images() if name == "cv2" else set()) | ({library} if library else set())
            text = f"{', '.join(sorted(missing))} is missing" if missing else str(error)
            remedy = install_command(missing) or ""
            findings.append(CheckFinding("Packages", "problem", f"{name} cannot be loaded: {text}", remedy))
    return findings
