"""Colours for the boxes: one for each class, the same in every frame and every run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from yolocam.assets import asset
from yolocam.errors import PaletteError
from yolocam.files.bounded import shown
from yolocam.files.json_text import read_json_text

Colour = tuple[int, int, int]
"""Blue, green, red, each 0..255: the channel order of a frame."""

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)

MAX_BYTES = 1 << 20

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_SHADES = (0.0, 0.4, -0.35, 0.65, -0.55)  # a class beyond the listed colours gets a lighter or darker one


@dataclass(frozen=True)
class Palette:
    """A list of colours to take box colours from.

    `name` is what the settings hold, `title` what a menu shows, `about` one sentence on the choice.
    `listed` holds at least one colour.
    """

    name: str
    title: str
    about: str
    listed: tuple[Colour, ...]

    def colour(self, class_id: int) -> Colour:
        """Return the colour of a class, for any id from 0 on.

        Ids beyond the list take its colours again, lighter and darker, five times round before one
        returns; a list of one colour is that colour throughout.
        """
        return self._all[class_id % len(self._all)]

    def text_colour(self, class_id: int) -> Colour:
        """Return black or white, whichever stands out more on `colour(class_id)`: 4.5:1 or better."""
        return self._text[class_id % len(self._text)]

    @cached_property
    def _all(self) -> tuple[Colour, ...]:
        if len(self.listed) == 1:
            return self.listed
        return tuple(_shade(colour, amount) for amount in _SHADES for colour in self.listed)

    @cached_property
    def _text(self) -> tuple[Colour, ...]:
        return tuple(_readable_on(colour) for colour in self._all)


@cache
def palette_names() -> tuple[str, ...]:
    """Return the names of the palettes that ship with yolocam, in alphabetical order."""
    return tuple(sorted(path.stem for path in asset("palettes").glob("*.json")))


def load_palette(name: str | Path) -> Palette:
    """Return a shipped palette by its name, or the one in a .json file by its path.

    The file holds {"title": "...", "about": "...", "colours": ["#rrggbb", ...]}; only `colours` is needed.
    Raises PaletteError when there is no such palette or its file is malformed.
    """
    path = Path(name)
    if path.suffix.lower() == ".json":
        return _read(path, str(name))
    if str(name) in palette_names():
        return _shipped(str(name))
    raise PaletteError(
        f"palette '{name}' is unknown, expected {', '.join(palette_names())} or the path of a .json file"
    )


@cache
def _shipped(name: str) -> Palette:
    return _read(asset(f"palettes/{name}.json"), name)


def contrast(first: Colour, second: Colour) -> float:
    """Return the WCAG 2 contrast ratio of two colours, 1 (none) to 21 (black on white)."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def _read(path: Path, name: str) -> Palette:
    content = read_json_text(path, MAX_BYTES, "a palette in JSON", PaletteError)
    if not isinstance(content, dict):
        raise PaletteError(f"{path}: found a {_kind(content)}, expected an object with 'colours'")
    return Palette(
        name=name,
        title=_text(path, content, "title", path.stem.capitalize()),
        about=_text(path, content, "about", ""),
        listed=_colours(path, content),
    )


def _text(path: Path, content: dict[str, Any], key: str, default: str) -> str:
    value = content.get(key, default)
    if not isinstance(value, str):
        raise PaletteError(f"{path}: '{key}' is a {_kind(value)}, expected text")
    return value


def _colours(path: Path, content: dict[str, Any]) -> tuple[Colour, ...]:
    values = content.get("colours")
    if not isinstance(values, list) or not values:
        found = "missing or empty" if not values else f"a {_kind(values)}"
        raise PaletteError(f"{path}: 'colours' is {found}, expected a list such as [\"#ff8800\"]")
    for number, value in enumerate(values, 1):
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            raise PaletteError(f"{path}: colour {number} is {shown(value)}, expected the form '#rrggbb'")
    return tuple(_from_hex(value) for value in values)


def _kind(value: object) -> str:
    kinds = {str: "text", list: "list", dict: "object", bool: "yes/no value", type(None): "null"}
    return kinds.get(type(value), "number")


def _from_hex(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text[1:])
    return blue, green, red


def _shade(colour: Colour, amount: float) -> Colour:
    """Mix with white (amount > 0) or black (amount < 0)."""
    target = 255 if amount > 0 else 0
    blue, green, red = (round(c + (target - c) * abs(amount)) for c in colour)
    return blue, green, red


def _readable_on(colour: Colour) -> Colour:
    # One of the two always reaches sqrt(21), about 4.58.
    return max(BLACK, WHITE, key=lambda text: contrast(text, colour))


def _luminance(colour: Colour) -> float:
    """Relative luminance of an sRGB colour, 0..1 (WCAG 2.2)."""
    blue, green, red = (
        c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
