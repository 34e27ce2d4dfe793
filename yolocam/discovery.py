"""Finds descriptors: those in a folder of yolocam, and those of other packages (entry points)."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from typing import Any, Generic, cast

from yolocam.registry import AnyDescriptor


@dataclass(frozen=True, slots=True)
class Found(Generic[AnyDescriptor]):
    """Descriptors in the order of lists; `problems` has a sentence for each plugin that was left out."""

    types: tuple[AnyDescriptor, ...]
    problems: tuple[str, ...] = ()


@cache
def built_in(package: str, kind: type[AnyDescriptor]) -> tuple[AnyDescriptor, ...]:
    """Return the descriptors in the modules of a package, each of which is imported."""
    return tuple(sorted(_defined(package, kind), key=_place))


@cache
def with_plugins(package: str, group: str, kind: type[AnyDescriptor]) -> Found[AnyDescriptor]:
    """Return the descriptors of a package and those that other packages register in a group of entry points.

    What fails to load, is no such descriptor, or claims what another one has, is left out and named.
    """
    types = _defined(package, kind)
    problems: list[str] = []
    for entry in sorted(_entries().select(group=group), key=lambda entry: entry.name):
        try:
            added = _loaded(entry, kind)
            _check_claims(added, types)
        except Exception as error:  # somebody else's code: whatever it does must spoil nothing else
            problems.append(f"{_name(entry)} is left out: {_reason(error)}")
        else:
            types.append(added)
    return Found(tuple(sorted(types, key=_place)), tuple(problems))


def forget() -> None:
    """Look for everything anew at the next call."""
    built_in.cache_clear()
    with_plugins.cache_clear()
    _entries.cache_clear()


@cache
def _entries() -> EntryPoints:
    """Return those of all groups: each look goes through every package that is installed."""
    found: Any = entry_points()  # before Python 3.12 of another class, which selects just as well
    return cast(EntryPoints, found)


def _defined(package: str, kind: type[AnyDescriptor]) -> list[AnyDescriptor]:
    folder = importlib.import_module(package)
    found: dict[AnyDescriptor, None] = {}
    for module in pkgutil.iter_modules(folder.__path__, f"{package}."):
        values = vars(importlib.import_module(module.name)).values()
        found.update(dict.fromkeys(value for value in values if isinstance(value, kind)))
    return list(found)


def _loaded(entry: EntryPoint, kind: type[AnyDescriptor]) -> AnyDescriptor:
    try:
        value = entry.load()
    except SystemExit as error:
        raise RuntimeError("it ended the program") from error
    if not isinstance(value, kind):
        raise TypeError(f"{entry.value} is a {type(value).__name__}, expected a {kind.__name__}")
    return value


def _check_claims(added: AnyDescriptor, types: list[AnyDescriptor]) -> None:
    for other in types:
        for claim in sorted(added.claims() & other.claims()):
            raise ValueError(f"'{claim}' is taken by {other.title}")


def _name(entry: EntryPoint) -> str:
    package = f" of {entry.dist.name}" if entry.dist is not None else ""
    return f"the plugin {entry.name}{package}"


def _reason(error: Exception) -> str:
    said = " ".join(str(error).split()).rstrip(".")
    return said if isinstance(error, ValueError | TypeError) and said else f"{type(error).__name__}: {said}"


def _place(descriptor: AnyDescriptor) -> tuple[int, str]:
    return descriptor.rank, descriptor.name
