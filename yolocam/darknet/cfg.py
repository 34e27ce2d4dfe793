"""Reads a Darknet .cfg file: sections of `key=value` lines, each value with its line number."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from yolocam.darknet.cfg_keys import TRAINING_KEYS
from yolocam.errors import CfgError
from yolocam.files.text_file import read_text

MAX_BYTES = 1 << 20
"""The largest public cfg has 70 kB; anything beyond this is another kind of file."""

_KIND = "a Darknet .cfg text file"

MAX_LAYERS = 2000
"""The deepest public detectors have about 600 sections."""

_INTEGER = re.compile(r"[+-]?[0-9]{1,12}\Z")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?\Z")


class Option(NamedTuple):
    """One value as it stands in the file, and its line, counted from 1."""

    value: str
    line: int


class UnusedKey(NamedTuple):
    """A key that means nothing to the section in which it stands."""

    section: str
    key: str
    line: int


@dataclass(eq=False)
class Section:
    """One `[name]` and its options; reading an option marks its key as used.

    `number` is Darknet's layer number, -1 for `[net]`. `line` is that of the `[name]`.
    The accessors raise CfgError when the value is malformed, outside its bounds, or missing
    without a default.
    """

    path: Path
    name: str
    line: int
    number: int
    options: dict[str, Option] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def error(self, message: str, key: str | None = None) -> CfgError:
        """Make the error that says what is wrong at this section, or at the line of `key`."""
        option = self.options.get(key) if key is not None else None
        line = option.line if option else self.line
        return CfgError(f"{self.path} line {line}: {message}", line)

    def text(self, key: str, default: str) -> str:
        """Return the value of `key` as it stands, all blanks removed."""
        option = self._find(key)
        return default if option is None else option.value

    def integer(self, key: str, default: int | None = None, low: int = 0, high: int = 1 << 31) -> int:
        """Return a whole number from `low` to `high`, both included."""
        option = self._find(key)
        if option is None:
            if default is None:
                raise self.error(f"[{self.name}] has no {key}=")
            return default
        return self._integer(key, option.value, low, high)

    def number_of(
        self, key: str, default: float | None = None, low: float = -1e9, high: float = 1e9
    ) -> float:
        """Return a finite number from `low` to `high`, both included."""
        option = self._find(key)
        if option is None:
            if default is None:
                raise self.error(f"[{self.name}] has no {key}=")
            return default
        return self._number(key, option.value, low, high)

    def flag(self, key: str) -> bool:
        """Return whether `key` is set to a number other than 0."""
        return self.integer(key, 0, low=-(1 << 31)) != 0

    def integers(self, key: str, low: int, high: int) -> tuple[int, ...] | None:
        """Return a comma-separated list of whole numbers, None where the key is missing."""
        items = self._items(key)
        return None if items is None else tuple(self._integer(key, item, low, high) for item in items)

    def numbers(self, key: str, low: float, high: float) -> tuple[float, ...] | None:
        """Return a comma-separated list of finite numbers, None where the key is missing."""
        items = self._items(key)
        return None if items is None else tuple(self._number(key, item, low, high) for item in items)

    def refuse(self, *keys: str) -> None:
        """Raise CfgError if one of these keys is set: it changes the network in a way unknown here."""
        for key in keys:
            if self.flag(key):
                raise self.error(f"{key}= in [{self.name}] is not supported", key)

    def unused(self) -> list[UnusedKey]:
        """Return the keys that nothing read and that no trainer knows, in file order."""
        return [
            UnusedKey(self.name, key, option.line)
            for key, option in self.options.items()
            if key not in self.used and key not in TRAINING_KEYS
        ]

    def _find(self, key: str) -> Option | None:
        self.used.add(key)
        option = self.options.get(key)
        if option is not None and not option.value:
            raise self.error(f"{key}= has no value", key)
        return option

    def _items(self, key: str) -> list[str] | None:
        option = self._find(key)
        if option is None:
            return None
        items = option.value.removesuffix(",").split(",")
        if len(items) > MAX_LAYERS:
            raise self.error(f"{key}= lists {len(items)} values, expected at most {MAX_LAYERS}", key)
        return items

    def _integer(self, key: str, value: str, low: int, high: int) -> int:
        if not _INTEGER.match(value):
            raise self.error(f"{key}={show(value)} is not a whole number", key)
        number = int(value)
        if not low <= number <= high:
            raise self.error(f"{key}={number} is out of range, expected {low} to {high}", key)
        return number

    def _number(self, key: str, value: str, low: float, high: float) -> float:
        number = float(value) if len(value) <= 64 and _NUMBER.match(value) else math.nan
        if not math.isfinite(number):
            raise self.error(f"{key}={show(value)} is not a number", key)
        if not low <= number <= high:
            raise self.error(f"{key}={number:g} is out of range, expected {low:g} to {high:g}", key)
        return number


@dataclass(frozen=True, eq=False)
class Cfg:
    """A parsed file: the `[net]` section and the layers in order, numbered from 0."""

    path: Path
    net: Section
    layers: tuple[Section, ...]

    def unused_keys(self) -> list[UnusedKey]:
        """Return the keys that had no effect on the network built from this file, in file order."""
        return [key for section in (self.net, *self.layers) for key in section.unused()]


def parse_cfg(path: str | Path) -> Cfg:
    """Read a Darknet cfg file as Darknet's own parser does.

    All blanks of a line are dropped, `#` and `;` start a comment, and of a key that stands twice in
    a section the first counts (Darknet appends to a list and searches it from the front).
    Raises CfgError when the file cannot be read or is no cfg.
    """
    path = Path(path)
    return _checked(path, list(read_sections(path)))


def read_sections(path: Path) -> Iterator[Section]:
    """Yield the sections of a cfg file, each when it is complete; CfgError at the first broken line."""
    section: Section | None = None
    count = 0
    for number, line in _meaningful_lines(read_text(path, MAX_BYTES, _KIND, CfgError).lines):
        if line.startswith("["):
            if section is not None:
                yield section
            section = _open_section(path, number, line, count - 1)
            count += 1
        elif section is None:
            raise CfgError(f"{path} line {number}: found {show(line)}, expected [net] first", number)
        else:
            _add_option(section, number, line)
    if section is not None:
        yield section


def show(value: str) -> str:
    """Return text found in a file, quoted, cut short and without control characters."""
    return ascii(value if len(value) <= 40 else value[:37] + "...")


def _meaningful_lines(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        code = "".join(re.split("[#;]", line, maxsplit=1)[0].split())
        if code:
            yield number, code


def _open_section(path: Path, number: int, line: str, layer: int) -> Section:
    if not line.endswith("]") or len(line) < 3:
        raise CfgError(f"{path} line {number}: found {show(line)}, expected a section such as [net]", number)
    if layer >= MAX_LAYERS:
        raise CfgError(f"{path} line {number}: more than {MAX_LAYERS} layers", number)
    name = line[1:-1]
    if layer < 0 and name not in ("net", "network"):
        found = show(name)[1:-1]
        raise CfgError(f"{path} line {number}: the first section is [{found}], expected [net]", number)
    return Section(path, name, number, layer)


def _add_option(section: Section, number: int, line: str) -> None:
    key, equals, value = line.partition("=")
    if not equals or not key:
        raise CfgError(f"{section.path} line {number}: found {show(line)}, expected key=value", number)
    section.options.setdefault(key, Option(value, number))


def _checked(path: Path, sections: list[Section]) -> Cfg:
    if not sections:
        raise CfgError(f"{path} is empty, expected a [net] section and layers")
    if len(sections) == 1:
        raise CfgError(f"{path} has no layers after [{sections[0].name}]")
    return Cfg(path, sections[0], tuple(sections[1:]))
