"""Which version of a package is installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def package_version(name: str) -> str | None:
    """Return the version of an installed package, by the name that pip knows; None where it is missing."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
