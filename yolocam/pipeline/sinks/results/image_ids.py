"""Gives images and frames the numbers by which COCO's files know them."""

from __future__ import annotations

import bisect
import posixpath
import re
from collections import Counter
from collections.abc import Iterable

from yolocam.frame import Frame

LARGEST = 2**63 - 1
"""Programs keep an id in 64 bits."""

_FRAMES = 1_000_000_000
"""How many ids are set aside for each video."""

_COCO_2014 = re.compile(r"COCO_(?:train|val|test)[0-9]{4}_([0-9]{12})")


def number_in(name: str) -> int | None:
    """Return the number that an image's name is, if any: 000000000139.jpg, COCO_val2014_000000000139.jpg."""
    stem = posixpath.splitext(posixpath.basename(name))[0]
    found = _COCO_2014.fullmatch(stem)
    digits = found[1] if found else stem
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 64):
        return None
    number = int(digits)
    return number if number <= LARGEST else None


class PlannedIds:
    """Ids for `sources` (name, whether it is an image), all of which it has to know beforehand.

    The number that an image's name is, is its id if no other image has the same; else it is its place
    among them, from 1, or a number behind them where that is taken. Frames are numbered behind all images,
    in a block for each video. What cannot be read changes no id.
    """

    def __init__(self, sources: Iterable[tuple[str, bool]]) -> None:
        sources = list(sources)
        numbers = [number_in(name) if picture else None for name, picture in sources]
        count = Counter(number for number in numbers if number is not None)
        taken = {number for number, times in count.items() if times == 1}
        self._named = sorted(taken)
        self._ids: dict[str, int] = {}
        self._next = sum(picture for _, picture in sources)
        place = 0
        for (name, picture), number in zip(sources, numbers, strict=True):
            place += picture
            if picture and number in taken and number is not None:
                self._ids[name] = number
            elif picture:
                self._ids[name] = self._behind(1) if place in taken else place
        for name, picture in sources:
            if not picture:
                self._ids[name] = self._behind(_FRAMES)

    def of(self, frame: Frame) -> int:
        """Return the frame's id."""
        name = frame.source.name
        if name not in self._ids:
            self._ids[name] = self._behind(_FRAMES)
        return self._ids[name] + frame.index

    def _behind(self, size: int) -> int:
        """Return the first of `size` numbers behind all that were given, none of which is in a name."""
        start = self._next + 1
        while (at := bisect.bisect_left(self._named, start)) < len(self._named) and self._named[
            at
        ] < start + size:
            start = self._named[at] + 1
        self._next = start + size - 1
        return start


class RunningIds:
    """Ids where the sources are not known beforehand.

    As in PlannedIds an image's number is its id, unless that was given before; all others are numbered as
    they come. Memory grows with the images that have a number.
    """

    def __init__(self) -> None:
        self._named: dict[int, str] = {}
        self._place = 0
        self._given = 0  # the highest id that is a place

    def of(self, frame: Frame) -> int:
        """Return the id of the next frame."""
        self._place += 1
        name = frame.source.name
        number = number_in(name) if frame.source.kind == "image" else None
        if number is not None and number > self._given and self._named.setdefault(number, name) == name:
            return number
        self._given = max(self._place, self._given + 1)
        while self._given in self._named:
            self._given += 1
        return self._given
