"""Counts who enters and leaves one area, or crosses one line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from yolocam.frame import OverlayShape
from yolocam.pipeline.regions.plane_geometry import Depths, Points, crosses, side
from yolocam.pipeline.regions.played_before import PlayedBefore
from yolocam.pipeline.regions.region_file import Region

KEPT_S = 20.0
"""How long a track is remembered that is not seen: longer than any tracker keeps it."""


@dataclass(slots=True)
class _Place:
    """Where a track was last for certain: at `point`, on the positive side or not, since when, seen when."""

    point: Points
    positive: bool
    since: float
    seen: float


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that happened: `kind` is entered, left, in or out, `row` the object's place in the frame.

    `stayed_s` is how long one that left was within the area. `again` marks what was counted when the film was
    played before.
    """

    kind: str
    row: int
    stayed_s: float | None = None
    again: bool = False


class RegionCounter:
    """Knows for each track on which side it was last. Belongs to one thread.

    An object is on the other side once it is there by more than a margin, so that one that stands on the
    edge is not counted again and again; it counts only if it was seen on both sides.
    """

    def __init__(self, region: Region, played: PlayedBefore | None = None) -> None:
        self.region = region
        self.counts: Counter[str] = Counter()
        self._tracks: dict[int, _Place] = {}
        self._now = 0.0
        self.played = PlayedBefore() if played is None else played

    def update(
        self,
        points: Points,
        within: Depths,
        track_ids: list[int],
        margins: list[float],
        now: float,
        at: tuple[str, int] | None = None,
    ) -> list[Passage]:
        """Take the points of a frame's objects, at `now` in seconds; return what happened.

        `at` is the film and the frame's position in it, in nanoseconds; None where nothing can be played
        twice.
        """
        self._now = now
        if at is not None:
            self.played.look(*at)
        line = self.region.kind == "line"
        distance = (side(points, self.region.points) if line else within[self.region.name]).tolist()
        passages = []
        for row, (track, away, margin) in enumerate(zip(track_ids, distance, margins, strict=True)):
            last = self._tracks.get(track)
            since = now if last is None else last.since
            kind = self._moved(track, points[row], away, margin) if track >= 0 else None
            if kind is not None:
                again = at is not None and self.played.again(kind)
                self.counts[kind] += not again
                passages.append(Passage(kind, row, now - since if kind == "left" else None, again))
        gone = [track for track, place in self._tracks.items() if now - place.seen > KEPT_S]
        for track in gone:
            del self._tracks[track]
        return passages

    def forget(self) -> None:
        """Forget the tracks, but not the counts: the next frame does not follow the last one."""
        self._tracks.clear()
        self.played.jump()

    def shape(self, present: set[int]) -> OverlayShape:
        """Return the region as it is drawn, with its counts; `present` are the tracks of this frame."""
        if self.region.kind == "line":
            words = f"{self.region.name}: {self.counts['in']} in, {self.counts['out']} out"
            return OverlayShape(self.region.points, arrow=True, label=words, name=self.region.name)
        inside = [place for track, place in self._tracks.items() if place.positive and track in present]
        counts = f"{self.counts['entered']} entered, {self.counts['left']} left"
        words = f"{self.region.name}: {len(inside)} inside, {counts}"
        if inside:
            words += f", longest {self._now - min(place.since for place in inside):.0f} s"
        return OverlayShape(
            self.region.points, closed=True, label=words, name=self.region.name, inside=len(inside)
        )

    def _moved(self, track: int, point: Points, away: float, margin: float) -> str | None:
        last = self._tracks.get(track)
        if last is None:
            self._tracks[track] = _Place(point, away > 0, self._now, self._now)
            return None
        last.seen = self._now
        if (away > 0) == last.positive:
            if abs(away) > margin:
                last.point = point
            return None
        if abs(away) <= margin:
            return None
        kind = self._kind(last, point)
        last.point, last.positive, last.since = point, away > 0, self._now
        return kind

    def _kind(self, last: _Place, point: Points) -> str | None:
        if self.region.kind == "polygon":
            return "left" if last.positive else "entered"
        if not crosses(last.point, point, self.region.points):
            return None
        return "out" if last.positive else "in"
