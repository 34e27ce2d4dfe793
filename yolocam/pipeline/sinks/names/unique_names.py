"""Hands out names no two of which are the same to any file system."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yolocam.pipeline.sinks.names.safe_names import LONGEST_NAME, safe_part, same_name_key, shortened

Maker = Callable[[str], str]
"""Makes a name that holds a mark: "" first, then _2, _3 and so on."""


class NameRoom:
    """The names of one place. Each is kept by its key (see `same_name_key`)."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._taken

    def add(self, key: str) -> None:
        """Take a name, by its key."""
        self._taken.add(key)

    def is_free(self, key: str) -> bool:
        """Whether a name may be given to somebody."""
        return key not in self._taken

    def allot(self, makers: Sequence[Maker]) -> list[str]:
        """Return a name for each: the first to want one gets it, the others get numbers that nobody has."""
        names = [self._claim(make("")) for make in makers]
        return [name or self._numbered(make) for name, make in zip(names, makers, strict=True)]

    def _claim(self, name: str) -> str | None:
        key = same_name_key(name)
        if not self.is_free(key):
            return None
        self.add(key)
        return name

    def _numbered(self, make: Maker) -> str:
        key = same_name_key(make(""))
        number = self._last.get(key, 1)
        name = None
        while name is None:
            number += 1
            name = self._claim(make(f"_{number}"))
        self._last[key] = number
        return name


def folder_names(names: Sequence[str], longest: int = LONGEST_NAME) -> list[str]:
    """Return a folder's name for each text, such as a class: `dog_wolf` for dog/wolf."""

    def maker(text: str) -> Maker:
        part = safe_part(text.replace("/", "_"))
        return lambda mark: shortened(part, longest - len(mark)) + mark

    return NameRoom().allot([maker(name) for name in names])
