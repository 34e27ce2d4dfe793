"""Changes regions as the user wishes, and takes changes back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from yolocam.pipeline.regions.plane_geometry import Points
from yolocam.pipeline.regions.region_file import MAX_REGIONS, Kind, Region, Regions, Role
from yolocam.pipeline.regions.region_store import RegionStore
from yolocam.ui.translation import tr

_MOST_UNDONE = 100


class RegionEditor(QObject):
    """The only writer of a RegionStore. Points are shares of the image's width and height, 0 to 1.

    `changed` tells that the regions are others. For the UI thread.
    """

    changed = Signal()

    def __init__(self, store: RegionStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._before: deque[tuple[Region, ...]] = deque(maxlen=_MOST_UNDONE)

    @property
    def current(self) -> Regions:
        """All regions."""
        return self._store.current

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._before)

    def find(self, name: str) -> Region | None:
        """Return the region of this name."""
        return next((region for region in self.current.regions if region.name == name), None)

    def load(self, regions: Regions) -> None:
        """Take other regions, of which no change can be taken back; counting begins anew."""
        self._before.clear()
        self._store.current = replace(regions, run=self.current.run + 1)
        self.changed.emit()

    def take(self, regions: Regions) -> None:
        """Take the regions of a file as one change."""
        self._before.append(self.current.regions)
        self._store.current = replace(regions, run=self.current.run)
        self.changed.emit()

    def begin_anew(self) -> None:
        """Set all counts to nothing."""
        self._store.current = replace(self.current, run=self.current.run + 1)

    def add(self, kind: Kind, points: Points) -> str | None:
        """Add a region that counts; return its name, or None where there are too many."""
        if len(self.current.regions) >= MAX_REGIONS:
            return None
        name = self._free_name(tr("Line {number}") if kind == "line" else tr("Area {number}"))
        self._put((*self.current.regions, Region(name, kind, "count", points)))
        return name

    def move(self, name: str, points: Points) -> None:
        """Give a region other points."""
        self._change(name, lambda region: replace(region, points=points))

    def set_role(self, name: str, role: Role) -> None:
        """Have an area count, or be the only place, or be left out, or be hidden in the image."""
        self._change(name, lambda region: replace(region, role=role))

    def turn(self, name: str) -> None:
        """Exchange the two directions of a line."""
        self._change(name, lambda region: replace(region, points=region.points[::-1].copy()))

    def rename(self, name: str, wanted: str) -> bool:
        """Give a region another name; return whether that is possible."""
        wanted = wanted.strip()
        if wanted == name or not wanted or self.find(wanted) is not None:
            return wanted == name
        self._change(name, lambda region: replace(region, name=wanted))
        return True

    def remove(self, name: str) -> None:
        """Remove a region."""
        self._put(tuple(region for region in self.current.regions if region.name != name))

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            self._store.current = replace(self.current, regions=self._before.pop())
            self.changed.emit()

    def _change(self, name: str, change: Callable[[Region], Region]) -> None:
        self._put(tuple(change(one) if one.name == name else one for one in self.current.regions))

    def _put(self, regions: tuple[Region, ...]) -> None:
        self._before.append(self.current.regions)
        self._store.current = replace(self.current, regions=regions)
        self.changed.emit()

    def _free_name(self, pattern: str) -> str:
        taken = {region.name for region in self.current.regions}
        names = (pattern.format(number=number) for number in range(1, MAX_REGIONS + 2))
        return next(name for name in names if name not in taken)
