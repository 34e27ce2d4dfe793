"""A rule, as the processor and the actions know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

When = Literal["appears", "leaves", "crosses", "stays", "more than"]

WHENS: tuple[When, ...] = ("appears", "leaves", "crosses", "stays", "more than")


@dataclass(frozen=True, slots=True)
class Task:
    """What a rule does: the name of an action, and its `values`. They hold no secrets, only their names."""

    action: str
    values: Mapping[str, Any] = field(default_factory=dict)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is to be done.

    `classes` are names, whatever their case; without any it is for every class. `where` is a region or line,
    None is the whole image. `seconds` belong to "stays", `count` to "more than", `direction` to "crosses":
    "in", "out", or None for both. `every` is the least number of seconds between two times. One that is not
    `enabled` is read, and does nothing. `line` is that of the file.
    """

    name: str
    when: When
    classes: tuple[str, ...] = ()
    where: str | None = None
    seconds: float = 0.0
    count: int = 0
    direction: Literal["in", "out"] | None = None
    confidence: float = 0.0
    every: float = 0.0
    tasks: tuple[Task, ...] = ()
    enabled: bool = True
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one file."""

    path: Path
    rules: tuple[Rule, ...]

    @property
    def enabled(self) -> tuple[Rule, ...]:
        """Those that are to do something."""
        return tuple(rule for rule in self.rules if rule.enabled)
