"""What happened at lines and areas, in the order of the film, to go from one event to the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime

MOST_MOMENTS = 10_000
"""More are no list that anybody reads; the earliest go first."""

_SAME_NS = 500_000_000
"""What a film shows again is noticed in another frame at times, but not further away than this."""


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
    """Keeps each event once, however often a film is played. Not for several threads at once."""

    def __init__(self) -> None:
        self._times: list[int] = []
        self._moments: list[RegionMoment] = []
        self._runs: list[int] = []  # in which run through the film each was noticed last
        self._run = 0
        self._last_ns = -1
        self._all: tuple[RegionMoment, ...] | None = ()

    def put(self, at_ns: int, moments: list[RegionMoment]) -> None:
        """Take what happened in the frame at a position."""
        if at_ns < self._last_ns:
            self._run += 1
        self._last_ns = at_ns
        for moment in moments:
            self._put(moment)

    def all(self) -> tuple[RegionMoment, ...]:
        """Return them in order; the same tuple as long as nothing comes."""
        if self._all is None:
            self._all = tuple(self._moments)
        return self._all

    def _put(self, moment: RegionMoment) -> None:
        start = bisect_left(self._times, moment.at_ns - _SAME_NS)
        end = bisect_right(self._times, moment.at_ns + _SAME_NS)
        for place in range(start, end):
            if self._runs[place] != self._run and _same(self._moments[place], moment):
                self._runs[place] = self._run
                return
        place = bisect_right(self._times, moment.at_ns)
        self._times.insert(place, moment.at_ns)
        self._moments.insert(place, moment)
        self._runs.insert(place, self._run)
        if len(self._times) > MOST_MOMENTS:
            del self._times[0], self._moments[0], self._runs[0]
        self._all = None


def _same(one: RegionMoment, other: RegionMoment) -> bool:
    return (one.region, one.kind, one.class_name) == (other.region, other.kind, other.class_name)


def moment_beside(moments: tuple[RegionMoment, ...], at_ns: int, *, later: bool) -> RegionMoment | None:
    """Return the first one later than a position, or the last one before it."""
    times = [moment.at_ns for moment in moments]
    place = bisect_right(times, at_ns) if later else bisect_left(times, at_ns) - 1
    return moments[place] if 0 <= place < len(moments) else None
