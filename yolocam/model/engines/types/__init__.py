"""Ways to run a network: one file with an `EngineType` each. Reading them imports no torch."""

from __future__ import annotations

from yolocam.discovery import Found, with_plugins
from yolocam.registry import EngineType

ENGINES_GROUP = "yolocam.engines"
"""The entry points by which other packages add engines."""


def engine_types() -> Found[EngineType]:
    """Return every engine, installed or not, those of plugins too."""
    return with_plugins(__name__, ENGINES_GROUP, EngineType)


def engine_names() -> tuple[str, ...]:
    """Return what `--engine` takes."""
    return ("auto", *(kind.name for kind in engine_types().types))


def available_engines() -> tuple[str, ...]:
    """Return those of them whose packages are installed."""
    return ("auto", *(kind.name for kind in engine_types().types if kind.needs is None or kind.needs.met))
