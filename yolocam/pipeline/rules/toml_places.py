"""Finds the lines of a TOML file on which its tables and keys stand, for messages."""

from __future__ import annotations

import re
from collections import Counter

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w-]+|\"[^\"]*\")\s*=")
_LONG_STRING = re.compile(r'"""|\'\'\'')

Path = tuple[str | int, ...]
"""The names of tables and keys from the top, and numbers, from 0, in lists of tables."""


class TomlPlaces:
    """The lines of one text; it need not be valid."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {(): 1}
        self._counts: Counter[Path] = Counter()
        table: Path = ()
        within: str | None = None
        for number, line in enumerate(text.split("\n"), 1):
            if within is None:
                table = self._note(line, number, table)
            for mark in _LONG_STRING.findall(line):
                within = None if within == mark else within or mark

    def line(self, *path: str | int) -> int:
        """Return where something stands; if that is unknown, where what holds it does."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _note(self, line: str, number: int, table: Path) -> Path:
        header, key = _HEADER.match(line), _KEY.match(line)
        if header is not None:
            table = self._table(header[2].split("."), listed=header[1] == "[[")
            self._lines.setdefault(table, number)
        elif key is not None:
            self._lines.setdefault((*table, key[1].strip('"')), number)
        return table

    def _table(self, names: list[str], *, listed: bool) -> Path:
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if self._counts[path]:
                path = (*path, self._counts[path] - 1)
        path = (*path, names[-1])
        if listed:
            self._counts[path] += 1
            path = (*path, self._counts[path] - 1)
        return path
