"""Which unit comes next, which are under way, and which are ready to be put together, in order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from yolocam.pipeline.distribution.manifest import Manifest, Record
from yolocam.pipeline.distribution.work_unit import WorkUnit, parts_from_json

MOST_TRIES = 3
"""So many workers may die over a unit before it is given up."""


@dataclass(slots=True)
class Place:
    """One unit of the list, or the parts that it became; `records` say by key what came of them."""

    unit: WorkUnit
    units: tuple[WorkUnit, ...]
    records: dict[str, Record] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether nothing of it is left to do."""
        return all(unit.key in self.records for unit in self.units)


class Schedule:
    """Hands out the units of a run; every method may be called on any thread.

    What a `manifest` says is done is not handed out. Units are handed out in their order, one that was lost
    with its worker before all others.
    """

    def __init__(self, units: Iterable[WorkUnit], manifest: Manifest) -> None:
        self._manifest = manifest
        self._changed = threading.Condition()  # guards all below
        self._places = [Place(unit, (unit,)) for unit in units]
        self._waiting: deque[tuple[int, WorkUnit]] = deque()
        self._running: dict[str, int] = {}  # key of a unit under way, its place
        self._tries: dict[str, int] = {}
        self._stopped = False
        self._next = 0
        self._complete = 0
        self.repeated = 0  # units that are done already
        for number, place in enumerate(self._places):
            self._waiting += self._opened(number, place)

    @property
    def places(self) -> int:
        """How many units the list has."""
        return len(self._places)

    @property
    def complete_places(self) -> int:
        """How many of them are complete."""
        with self._changed:
            return self._complete

    @property
    def under_way(self) -> list[WorkUnit]:
        """The units that were handed out and are not done."""
        with self._changed:
            return [
                unit
                for key, number in self._running.items()
                for unit in self._places[number].units
                if unit.key == key
            ]

    def take(self) -> WorkUnit | None:
        """Wait for a unit and return it; None where nothing is left, or the run is stopped."""
        with self._changed:
            while not self._stopped:
                if self._waiting:
                    number, unit = self._waiting.popleft()
                    self._running[unit.key] = number
                    return unit
                if not self._running:
                    return None
                self._changed.wait()
            return None

    def done(self, unit: WorkUnit, record: Record) -> None:
        """Note that a unit is done or has failed for good."""
        with self._changed:
            number = self._running.pop(unit.key)
            self._places[number].records[unit.key] = record
            self._complete += self._places[number].complete
            self._changed.notify_all()

    def replace(self, unit: WorkUnit, units: tuple[WorkUnit, ...]) -> None:
        """Do these units in the place of one that was handed out, or of all parts of its film."""
        with self._changed:
            number = self._running.pop(unit.key)
            place = self._places[number]
            self._waiting = deque(one for one in self._waiting if one[0] != number)
            place.units, place.records = units, {}
            self._waiting.extendleft(reversed(self._left(number, place)))
            self._changed.notify_all()

    def lost(self, unit: WorkUnit) -> int:
        """Have a unit done again whose worker has died; returns how many have died over it."""
        with self._changed:
            number = self._running.pop(unit.key)
            self._tries[unit.key] = tries = self._tries.get(unit.key, 0) + 1
            if tries < MOST_TRIES:
                self._waiting.appendleft((number, unit))
            else:
                self._running[unit.key] = number
            self._changed.notify_all()
            return tries

    def is_wanted(self, unit: WorkUnit) -> bool:
        """Whether a unit under way still is what its place needs."""
        with self._changed:
            number = self._running.get(unit.key)
            return number is not None and unit in self._places[number].units

    def drop(self, unit: WorkUnit) -> None:
        """Forget a unit under way that nobody needs any more."""
        with self._changed:
            self._running.pop(unit.key, None)
            self._changed.notify_all()

    def stop(self) -> None:
        """Hand out nothing more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def next_ready(self) -> Place | None:
        """Return the next place in order if it is complete, once."""
        with self._changed:
            if self._next < len(self._places) and self._places[self._next].complete:
                self._next += 1
                return self._places[self._next - 1]
            return None

    def _opened(self, number: int, place: Place) -> list[tuple[int, WorkUnit]]:
        unit = place.unit
        if unit.may_split:
            parts = self._manifest.records.get((unit.key, "parts"))
            whole = self._manifest.records.get((unit.key, "whole"))
            if whole is not None:
                place.units = (unit.whole(),)
            elif parts is not None:
                place.units = unit.parts(parts_from_json(parts["parts"]), parts.get("encoder"))
        left = self._left(number, place)
        self._complete += place.complete
        return left

    def _left(self, number: int, place: Place) -> list[tuple[int, WorkUnit]]:
        """Return the units of a place that are not done."""
        left = []
        for unit in place.units:
            record = self._manifest.done(unit.key)
            if record is None:
                left.append((number, unit))
            else:
                place.records[unit.key] = record
                self.repeated += 1
        return left
