"""Takes values out of a table of a TOML file; what is wrong is told with its line."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NoReturn

from yolocam.errors import SettingsError
from yolocam.files.bounded import is_finite, shown
from yolocam.pipeline.rules.toml_places import Path as Place
from yolocam.pipeline.rules.toml_places import TomlPlaces


class TableError(SettingsError):
    """What is wrong in a table: `words` leave out the file and the line, `place` leads to the value."""

    def __init__(self, file: Path, line: int, place: Place, words: str) -> None:
        super().__init__(f"{file} line {line}: {words}")
        self.words = words
        self.place = place


class CheckedTable:
    """One table. Each method raises TableError that names file, line, what was found and expected."""

    def __init__(
        self, file: Path, places: TomlPlaces, place: Place, values: Mapping[str, Any], words: str
    ) -> None:
        self.values = values
        self.line = places.line(*place)
        self._file = file
        self._places = places
        self._place = place
        self._words = words

    def check_keys(self, known: Collection[str]) -> None:
        """Refuse keys that mean nothing."""
        for key in self.values:
            if key not in known:
                self.wrong(key, f"there is no '{key}' in {self._words}, {meant(key, known)}")

    def text(self, key: str) -> str | None:
        """Return a text, None where there is none."""
        value = self.values.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            self.wrong(key, f"{key} is {_found(value)}, expected a text")
        return value

    def choice(self, key: str, choices: Collection[str]) -> str | None:
        """Return one of several words, None where there is none."""
        value = self.text(key)
        if value is not None and value not in choices:
            self.wrong(key, f"{key} is {_found(value)}, {meant(value, choices)}")
        return value

    def number(self, key: str, low: float, high: float) -> float | None:
        """Return a number in bounds, None where there is none."""
        value = self.values.get(key)
        if value is None:
            return None
        if not is_finite(value) or not low <= value <= high:
            self.wrong(key, f"{key} is {_found(value)}, expected a number from {low:g} to {high:g}")
        return float(value)

    def flag(self, key: str) -> bool | None:
        """Return yes or no, None where there is none."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, f"{key} is {_found(value)}, expected true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a text, or several in a list."""
        value = self.values.get(key, [])
        several = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) and one.strip() for one in several):
            self.wrong(key, f"{key} is {_found(value)}, expected a text or a list of texts")
        return tuple(several)

    def tables(self, key: str, expected: str) -> list[CheckedTable]:
        """Return the tables of a list, of which there is one at least."""
        value = self.values.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
            found = "missing" if value is None else _found(value)
            self.wrong(key, f"{key} is {found}, expected {expected}")
        return [
            CheckedTable(self._file, self._places, (*self._place, key, number), one, f"a {key}")
            for number, one in enumerate(value)
        ]

    def table(self, key: str) -> CheckedTable | None:
        """Return a table in this one, None where there is none."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(key, f"{key} is {_found(value)}, expected a table, [{key}]")
        return CheckedTable(self._file, self._places, (*self._place, key), value, f"[{key}]")

    def wrong(self, key: str | None, words: str) -> NoReturn:
        """Raise the error on a key of this table, which may be missing, or on the table."""
        place = self._place if key is None else (*self._place, key)
        raise TableError(self._file, self._places.line(*place), place, words)


def meant(word: str, known: Collection[str]) -> str:
    """Return "did you mean ...?" for a word that is close to a known one; all of them for any other."""
    by_case = {one.casefold(): one for one in known}
    close = difflib.get_close_matches(word.casefold(), by_case, n=1)
    if close:
        return f"did you mean '{by_case[close[0]]}'?"
    return f"expected one of {', '.join(sorted(known)[:20])}" if known else "and nothing else would be"


def _found(value: object) -> str:
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else shown(value)
