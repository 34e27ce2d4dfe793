"""Remembers in which frames of a film each class was found, to go from one appearance to the next."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right, insort

from yolocam.frame import Rendered, SourceInfo


class Appearances:
    """A direct sink of the session. Of a frame that is looked at again the last look counts.

    Memory grows with the frames of a film that were looked at, by about a hundred bytes each; of a live
    source nothing is kept. May be asked on any thread.
    """

    wants_image = False

    def __init__(self) -> None:
        self._lock = threading.Lock()  # guards everything below
        self._times: list[int] = []
        self._classes: dict[int, frozenset[int]] = {}
        self._kept = False

    def source_opened(self, info: SourceInfo) -> None:
        """Begin anew."""
        with self._lock:
            self._times, self._classes = [], {}
            self._kept = info.seekable

    def write(self, item: Rendered) -> None:
        """Remember one frame; takes some microseconds."""
        found = frozenset(item.detected.detections.class_id.tolist())
        with self._lock:
            if not self._kept:
                return
            at = item.frame.position_ns
            if at not in self._classes:
                insort(self._times, at)
            self._classes[at] = found

    def close(self) -> None:
        """Nothing to finish."""

    def after(self, pts_ns: int, classes: frozenset[int] | None) -> int | None:
        """Return when one of the classes, or anything, next appears where it was not just before."""
        with self._lock:
            start = bisect_right(self._times, pts_ns)
            return next(
                (self._times[n] for n in range(start, len(self._times)) if self._begins(n, classes)), None
            )

    def before(self, pts_ns: int, classes: frozenset[int] | None) -> int | None:
        """Return when it last appeared before a moment."""
        with self._lock:
            start = bisect_left(self._times, pts_ns)
            return next((self._times[n] for n in range(start - 1, -1, -1) if self._begins(n, classes)), None)

    def _begins(self, number: int, classes: frozenset[int] | None) -> bool:
        return self._has(number, classes) and not (number and self._has(number - 1, classes))

    def _has(self, number: int, classes: frozenset[int] | None) -> bool:
        found = self._classes[self._times[number]]
        return bool(found if classes is None else found & classes)
