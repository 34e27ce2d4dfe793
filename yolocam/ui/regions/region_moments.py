"""What happened at lines and areas, in the order of the film, to go from one event to the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from datetime import datetime

MOST_MOMENTS = 10_000
"""More are no list that anybody reads; the earliest go first."""


@dataclass(frozen=True, slots=True)
class RegionMoment:
    """An event: where a seek finds it, the clock of a live source, and what happened to whom."""

    at_ns: int
    time: datetime | None
    kind: str
    region: str
    class_name: str
    track_id: int | None


class RegionMoments:
    """Keeps events in the order of the film, which may be played in another one. Not for several threads."""

    def __init__(self) -> None:
        self._moments: list[RegionMoment] = []
        self._all: tuple[RegionMoment, ...] | None = ()

    def put(self, moments: list[RegionMoment]) -> None:
        """Take what happened in a frame."""
        for moment in moments:
            insort(self._moments, moment, key=_place)
        del self._moments[:-MOST_MOMENTS]
        if moments:
            self._all = None

    def all(self) -> tuple[RegionMoment, ...]:
        """Return them in order; the same tuple as long as nothing comes."""
        if self._all is None:
            self._all = tuple(self._moments)
        return self._all


def moment_beside(moments: tuple[RegionMoment, ...], at_ns: int, *, later: bool) -> RegionMoment | None:
    """Return the first one later than a position, or the last one before it."""
    beside = bisect_right if later else bisect_left
    place = beside(moments, at_ns, key=_place) - (not later)
    return moments[place] if 0 <= place < len(moments) else None


def _place(moment: RegionMoment) -> int:
    return moment.at_ns
