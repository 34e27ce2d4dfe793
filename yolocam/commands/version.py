"""`yolocam version`, and the text of `yolocam --version`."""

from __future__ import annotations

import argparse
import platform

from yolocam import __version__
from yolocam.system.package_versions import package_version


def run(args: argparse.Namespace) -> int:
    """Print the versions."""
    print(version_text())  # noqa: T201
    return 0


def version_text() -> str:
    """Return the versions of yolocam and of what it runs on, and the device it would take."""
    packages = {"torch": "torch", "OpenCV": "opencv-python", "PyAV": "av", "Qt": "PySide6-Essentials"}
    parts = [
        f"{label} {package_version(package) or '(not installed)'}" for label, package in packages.items()
    ]
    return (
        f"yolocam {__version__}\n"
        f"{', '.join(parts)}, Python {platform.python_version()} on {platform.system()}\n"
        f"device: {_device()}"
    )


def _device() -> str:
    from yolocam.model.engines.torch_build import is_for_processors

    if is_for_processors():  # asking torch would take seconds
        return "CPU"
    from yolocam.app import describe_device

    return describe_device()
