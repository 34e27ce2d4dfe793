"""Watches for one rule: knows which objects are in its place, and when it is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yolocam.pipeline.rules.rule import Rule

GONE_NS = 1_000_000_000
"""An object has left where it was not seen in the place for longer; a tracker too gives it up then."""

GONE_FRAMES = 3
"""It was not seen in so many frames either: where few are looked at a second is nothing, as trackers know."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An object of a frame that the rule is about; `crossed` is the way in which it crosses a line now."""

    track_id: int
    class_id: int
    confidence: float
    inside: bool = True
    crossed: str | None = None


@dataclass(slots=True)
class _Visit:
    seen: Seen
    since_ns: int
    last_ns: int
    frames: int = 0
    missed: int = 0
    sure: bool = False
    told: bool = False


class RuleWatch:
    """Belongs to one thread. Time is media time, so that dropped frames change nothing.

    An object counts from the second frame on in which it is seen, for a single one is often a mistake, and
    once its confidence was that of the rule. It is told once for each time that it is there. `wanted` are the
    rule's classes, casefolded; none is every class.
    """

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.wanted = frozenset(name.casefold() for name in rule.classes)
        self._visits: dict[int, _Visit] = {}
        self._many = False
        self._last_many_ns = 0
        self._met_ns: int | None = None

    def update(self, objects: Sequence[Seen], now_ns: int, frames_needed: int = 2) -> list[Seen]:
        """Take the objects of a frame; return those by which the rule is met now."""
        left = self._look(objects, now_ns)
        met = self._met(objects, left, now_ns, frames_needed)
        return [one for one in met if self._may(now_ns)]

    def forget(self) -> None:
        """Forget the objects: the next frame does not follow."""
        self._visits.clear()
        self._many = False

    def _look(self, objects: Sequence[Seen], now_ns: int) -> list[_Visit]:
        """Note who is there, and return the visits that are over."""
        for visit in self._visits.values():
            visit.missed += 1
        for one in objects:
            if not one.inside:
                continue
            visit = self._visits.setdefault(one.track_id, _Visit(one, now_ns, now_ns))
            visit.seen, visit.last_ns, visit.missed = one, now_ns, 0
            visit.frames += 1
            visit.sure = visit.sure or one.confidence >= self.rule.confidence
        over = [
            track
            for track, visit in self._visits.items()
            if now_ns - visit.last_ns > GONE_NS and visit.missed >= GONE_FRAMES
        ]
        return [self._visits.pop(track) for track in over]

    def _met(
        self, objects: Sequence[Seen], left: list[_Visit], now_ns: int, frames_needed: int
    ) -> list[Seen]:
        def counts(visit: _Visit) -> bool:
            return visit.sure and visit.frames >= frames_needed

        if self.rule.when == "crosses":
            ways = ("in", "out") if self.rule.direction is None else (self.rule.direction,)
            return [o for o in objects if o.crossed in ways and o.confidence >= self.rule.confidence]
        if self.rule.when == "leaves":
            return [visit.seen for visit in left if counts(visit)]
        there = [visit for visit in self._visits.values() if visit.last_ns == now_ns and counts(visit)]
        if self.rule.when == "more than":
            return self._more([visit.seen for visit in there], now_ns)
        long_ns = round(self.rule.seconds * 1e9) if self.rule.when == "stays" else 0
        new = [visit for visit in there if not visit.told and now_ns - visit.since_ns >= long_ns]
        for visit in new:
            visit.told = True
        return [visit.seen for visit in new]

    def _more(self, there: list[Seen], now_ns: int) -> list[Seen]:
        """Return the last to come when there are too many, once until that is over."""
        if len(there) > self.rule.count:
            was, self._many, self._last_many_ns = self._many, True, now_ns
            return [] if was else there[-1:]
        if self._many and now_ns - self._last_many_ns > GONE_NS:
            self._many = False
        return []

    def _may(self, now_ns: int) -> bool:
        """Whether the rule is to be told again; a time that goes back begins anew."""
        if self._met_ns is not None and 0 <= now_ns - self._met_ns < self.rule.every * 1e9:
            return False
        self._met_ns = now_ns
        return True
