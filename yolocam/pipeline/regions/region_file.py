"""Reads a file of regions and lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np

from yolocam.errors import SettingsError
from yolocam.files.bounded import MAX_SIDE, is_finite, shown
from yolocam.files.json_text import read_json_text
from yolocam.pipeline.privacy.hide import STYLES
from yolocam.pipeline.regions.plane_geometry import Points

MAX_BYTES = 4 << 20
MAX_REGIONS = 1000
MAX_POINTS = 10_000

Kind = Literal["line", "polygon"]
Role = Literal["count", "include", "exclude", "hide"]
Place = Literal["foot", "centre"]

KINDS: tuple[Kind, ...] = ("line", "polygon")
ROLES: tuple[Role, ...] = ("count", "include", "exclude", "hide")
UNITS = ("pixels", "relative")
PLACES: tuple[Place, ...] = ("foot", "centre")

_Choice = TypeVar("_Choice", bound=str)


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """An area or a line: `points` float64 (N, 2), as x, y, in the file's coordinates.

    Objects within an area to "include" are the only ones that are kept, those within one to "exclude" are
    left out. One to "hide" is made unrecognisable in the image, in a `style` of `privacy.hide.STYLES`. The
    others count who enters and leaves, or crosses.
    """

    name: str
    kind: Kind
    role: Role
    points: Points
    style: str = STYLES[0]


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """A file's regions; `relative` points are shares of the image's width and height.

    `place` is which point of a box counts: the middle of its lower edge, or its centre. Counting begins anew
    with regions of another `run`.
    """

    regions: tuple[Region, ...]
    relative: bool = False
    place: Place = "foot"
    run: int = 0

    def areas(self) -> tuple[Region, ...]:
        """Return those that are no lines."""
        return tuple(region for region in self.regions if region.kind == "polygon")

    def counting(self) -> tuple[Region, ...]:
        """Return those that count."""
        return tuple(region for region in self.regions if region.role == "count")

    def in_pixels(self, size_wh: tuple[int, int]) -> Regions:
        """Return the same with points in pixels of an image of this size."""
        if not self.relative:
            return self
        moved = (replace(one, points=one.points * np.array(size_wh)) for one in self.regions)
        return Regions(tuple(moved), False, self.place, self.run)

    def in_shares(self, size_wh: tuple[int, int]) -> Regions:
        """Return the same with points as shares of the width and height of an image of this size, 0 to 1."""
        if self.relative:
            return self
        moved = (
            replace(one, points=np.clip(one.points / np.array(size_wh), 0.0, 1.0)) for one in self.regions
        )
        return Regions(tuple(moved), True, self.place, self.run)


def read_regions(path: Path) -> Regions:
    """Return the regions of a JSON file; SettingsError names the entry and the field that is wrong."""
    return parse_regions(read_json_text(path, MAX_BYTES, "regions in JSON", SettingsError), path)


def parse_regions(content: Any, path: Path | str) -> Regions:
    """Return the regions that the content of a JSON file describes; SettingsError as `read_regions`."""
    if not isinstance(content, dict):
        raise SettingsError(f'{path} holds {_kind_of(content)}, expected {{"regions": [...]}}')
    entries = content.get("regions")
    if not isinstance(entries, list) or not entries:
        raise SettingsError(f"{path}: regions is {_kind_of(entries)}, expected a list of regions")
    if len(entries) > MAX_REGIONS:
        raise SettingsError(f"{path}: {len(entries)} regions, expected at most {MAX_REGIONS}")
    unit = _one_of(str(path), content, "coordinates", UNITS, "pixels")
    place = _one_of(str(path), content, "point", PLACES, "foot")
    regions = tuple(
        _region(f"{path}: region {number}", entry, unit) for number, entry in enumerate(entries, 1)
    )
    _check_names(path, regions)
    return Regions(regions, unit == "relative", place)


def _region(where: str, entry: Any, unit: str) -> Region:
    if not isinstance(entry, dict):
        raise SettingsError(f"{where} is {_kind_of(entry)}, expected an object with name, kind and points")
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise SettingsError(f"{where}: name is {_found(name)}, expected a text")
    where = f"{where} ({name})"
    kind = _one_of(where, entry, "kind", KINDS)
    role = _one_of(where, entry, "role", ROLES, "count")
    if kind == "line" and role != "count":
        raise SettingsError(f"{where}: role is '{role}', but a line can only count")
    if role != "hide" and "style" in entry:
        raise SettingsError(f"{where}: style goes with the role 'hide', found the role '{role}'")
    style = _one_of(where, entry, "style", STYLES, STYLES[0])
    points = _points(where, entry.get("points"), kind, unit)
    return Region(name, kind, role, points, style)


def _points(where: str, value: Any, kind: str, unit: str) -> Points:
    expected = "two points" if kind == "line" else "three points or more"
    if not isinstance(value, list):
        raise SettingsError(f"{where}: points is {_kind_of(value)}, expected {expected}, [[x, y], ...]")
    fits = len(value) == 2 if kind == "line" else 3 <= len(value) <= MAX_POINTS
    if not fits:
        raise SettingsError(f"{where}: points has {len(value)} points, expected {expected}")
    for number, point in enumerate(value, 1):
        if not _is_point(point):
            raise SettingsError(f"{where}: points, number {number} is {_found(point)}, expected [x, y]")
        if unit == "relative" and not all(0 <= part <= 1 for part in point):
            found = f"points, number {number} is {_found(point)}"
            raise SettingsError(f"{where}: {found}, expected 0 to 1 as coordinates are relative")
    points = np.array(value, np.float64)
    if len(np.unique(points, axis=0)) < (2 if kind == "line" else 3):
        raise SettingsError(f"{where}: points lie on one another, expected {expected} apart")
    return points


def _is_point(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(is_finite(part) and abs(part) <= MAX_SIDE for part in value)
    )


def _check_names(path: Path | str, regions: tuple[Region, ...]) -> None:
    seen: set[str] = set()
    for number, region in enumerate(regions, 1):
        if region.name in seen:
            raise SettingsError(f"{path}: region {number}: name '{region.name}' is taken, expected another")
        seen.add(region.name)


def _one_of(
    where: str,
    entry: dict[str, Any],
    field: str,
    choices: tuple[_Choice, ...],
    otherwise: _Choice | None = None,
) -> _Choice:
    value = entry.get(field, otherwise)
    for choice in choices:
        if choice == value:
            return choice
    raise SettingsError(f"{where}: {field} is {_found(value)}, expected one of {', '.join(choices)}")


def _found(value: Any) -> str:
    return "missing" if value is None else shown(value)


def _kind_of(value: Any) -> str:
    if value is None:
        return "missing"
    if value == []:
        return "an empty list"
    names = ((dict, "an object"), (list, "a list"), (str, "a text"))
    return next((name for kind, name in names if isinstance(value, kind)), _found(value))
