"""Tells what happens in a film for the first time from what is played again after a seek or a loop."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass

_SETTLED_NS = 500_000_000
"""Right after a jump nobody knows yet who was where: what is missed there counts when it is played again."""

_MOST_EARLY = 1000


@dataclass(slots=True)
class _Early:
    """Something counted right after a jump: what, where, and in which run it was met last."""

    kind: str
    at_ns: int
    run: int


class PlayedBefore:
    """Belongs to one region and one thread. Positions are those that a seek takes, in nanoseconds."""

    def __init__(self) -> None:
        self._film = ""
        self._begin()

    def _begin(self) -> None:
        self._spans: list[tuple[int, int]] = []  # what earlier runs went through: after, up to; none overlap
        self._early: deque[_Early] = deque(maxlen=_MOST_EARLY)
        self._run = 0
        self._first_ns: int | None = None
        self._last_ns = 0

    def jump(self) -> None:
        """The next frame does not follow the last one."""
        if self._first_ns is not None and self._last_ns > self._first_ns + _SETTLED_NS:
            self._add(self._first_ns + _SETTLED_NS, self._last_ns)
        self._first_ns = None
        self._run += 1

    def look(self, film: str, at_ns: int) -> None:
        """Take the position of a frame; of another film nothing was played yet."""
        if film != self._film:
            self._film = film
            self._begin()
        if self._first_ns is None:
            self._first_ns = self._last_ns = at_ns
        self._last_ns = max(self._last_ns, at_ns)

    def again(self, kind: str) -> bool:
        """Whether something of this kind, noticed in the frame of the last look, was counted before."""
        at_ns = self._last_ns
        place = bisect_left(self._spans, (at_ns, 0)) - 1
        if place >= 0 and at_ns <= self._spans[place][1]:
            return True
        near = [
            one
            for one in self._early
            if one.kind == kind and one.run != self._run and abs(one.at_ns - at_ns) <= _SETTLED_NS
        ]
        if near:
            min(near, key=lambda one: abs(one.at_ns - at_ns)).run = self._run
            return True
        if self._first_ns is not None and at_ns <= self._first_ns + _SETTLED_NS:
            self._early.append(_Early(kind, at_ns, self._run))
        return False

    def _add(self, after_ns: int, up_to_ns: int) -> None:
        apart = []
        for start, end in self._spans:
            if start <= up_to_ns and after_ns <= end:
                after_ns, up_to_ns = min(start, after_ns), max(end, up_to_ns)
            else:
                apart.append((start, end))
        insort(apart, (after_ns, up_to_ns))
        self._spans = apart
