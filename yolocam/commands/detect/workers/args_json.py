"""The flags of a command as JSON: how another process learns what was asked for. Nothing is pickled."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import Any

from yolocam.errors import SettingsError


def args_to_json(args: argparse.Namespace) -> dict[str, Any]:
    """Return the flags as a plain object; SettingsError for a value that JSON cannot hold."""
    return {name: _coded(name, value) for name, value in vars(args).items()}


def args_from_json(facts: dict[str, Any]) -> argparse.Namespace:
    """Return the flags of such an object."""
    return argparse.Namespace(**{name: _decoded(value) for name, value in facts.items()})


def _coded(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Path):
        return {"path": str(value)}
    if isinstance(value, Fraction):
        return {"fraction": str(value)}
    for kind in (list, tuple, frozenset, set):
        if isinstance(value, kind):
            parts = [_coded(name, one) for one in value]
            return {kind.__name__: sorted(parts) if kind in (frozenset, set) else parts}
    raise SettingsError(f"--workers cannot pass on the value of {name}, a {type(value).__name__}")


def _decoded(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    if kind in ("path", "fraction"):
        return Path(inner) if kind == "path" else Fraction(inner)
    makers = {"list": list, "tuple": tuple, "frozenset": frozenset, "set": set}
    return makers[kind](_decoded(one) for one in inner)
