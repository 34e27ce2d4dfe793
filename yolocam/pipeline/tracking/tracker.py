"""Follows objects from frame to frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from yolocam.pipeline.tracking.assignment import Rows, assign
from yolocam.pipeline.tracking.motion import NOISE, Fit, aim, begin, correct, fit, predict, surprise
from yolocam.pipeline.tracking.tracks import Boxes, Tracks

Method = Literal["bytetrack", "ocsort"]

_LIMIT = 8.0  # a pair that fits worse is none, as a cost of `motion.fit`
_WEAK_LIMIT = 3.0  # the same for weak boxes, which are often nothing
_KEPT_S = 1.0  # how long a track is kept that nothing belongs to
_NEW_KEPT_S = 0.3  # the same for one seen only once: it may have been nothing
_KEPT_FRAMES = 3  # it is kept as many frames in any case: where few are looked at a second is nothing
_LONGEST_S = 10.0  # after a gap of this length nothing is known again
_NOISES = (0.01, 0.08)
_LEARNING = 0.03
_MEDIAN = 1.386  # of squared distances in two dimensions, in variances


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    """All that is known after a frame; `interval` is the time between the last two, in seconds."""

    tracks: Tracks
    now: float | None = None
    interval: float = 0.0
    next_id: int = 1
    noise: float = NOISE


class Tracker:
    """Gives the boxes of each frame the numbers of their objects, from 1 on; none is given twice.

    Boxes are paired with tracks by where each is expected at the time of the frame, so that frames may be
    missing (`motion`). As ByteTrack does it, weak boxes keep the tracks that no strong box belongs to;
    "ocsort" does without them, and takes an object that comes back to have gone straight. Belongs to one
    thread.
    """

    def __init__(self, method: Method = "bytetrack") -> None:
        self._method = method
        self._last = self._before = _Moment(Tracks.none())

    def update(self, strong: Boxes, weak: Boxes | None, seconds: float) -> NDArray[np.int32]:
        """Return the number of each strong box of the frame at this time, int32 (M,)."""
        self._before = last = self._last
        step = 0.0 if last.now is None else max(seconds - last.now, 0.0)
        now = seconds if last.now is None else last.now + step
        interval = step or last.interval
        tracks = predict(_kept(last.tracks, now, interval), step)
        found, rows = fit(tracks, strong, now, last.noise), np.full(len(strong), -1)
        mine, theirs = assign(found.cost, _LIMIT)
        rows[theirs] = mine
        noise = _learnt(tracks.select(mine), strong.select(theirs), ~found.turned[mine, theirs], last.noise)
        changed = self._seen(tracks, strong, found, mine, theirs, now, interval, noise)
        if weak is not None and len(weak) and self._method == "bytetrack":
            changed = _held(changed, np.setdiff1d(np.arange(len(tracks)), mine), weak, now, noise)
        ids = np.where(rows >= 0, changed.track_id[rows] if len(changed) else 0, 0)
        new = (rows < 0).nonzero()[0]
        ids[new] = np.arange(last.next_id, last.next_id + len(new))
        joined = changed.joined(begin(strong.select(new), last.next_id, now, noise)) if len(new) else changed
        self._last = _Moment(joined, now, interval, last.next_id + len(new), noise)
        return ids.astype(np.int32)

    def rewind(self) -> None:
        """Forget the last frame: the next one is the same again, with other boxes."""
        self._last = self._before

    def reset(self) -> None:
        """Forget all objects, but not which numbers were given."""
        self._last = self._before = _Moment(Tracks.none(), next_id=self._last.next_id)

    def _seen(
        self,
        tracks: Tracks,
        boxes: Boxes,
        found: Fit,
        mine: Rows,
        theirs: Rows,
        now: float,
        interval: float,
        noise: float,
    ) -> Tracks:
        """Return the tracks after some have been seen: those in `mine`, as the boxes in `theirs`."""
        before = tracks.select(mine)
        after = correct(before, boxes.select(theirs), found.turned[mine, theirs], now, noise)
        if self._method == "ocsort":
            lost = now - before.seen_at > 1.5 * interval
            after = aim(before, after, lost & (before.hits > 1), noise)
        return _with(tracks, mine, after)


def _kept(tracks: Tracks, now: float, interval: float) -> Tracks:
    """Return the tracks that something may still belong to."""
    kept_s = np.where(tracks.hits > 1, _KEPT_S, _NEW_KEPT_S)
    unseen = now - tracks.seen_at
    return tracks.select(unseen <= np.minimum(np.maximum(kept_s, _KEPT_FRAMES * interval), _LONGEST_S))


def _held(tracks: Tracks, alone: Rows, weak: Boxes, now: float, noise: float) -> Tracks:
    """Return the tracks after those in `alone` have been looked for among the weak boxes."""
    part = tracks.select(alone)
    found = fit(part, weak, now, noise)
    mine, theirs = assign(np.where(found.turned, np.inf, found.cost), _WEAK_LIMIT)
    on_course = np.zeros(len(mine), bool)
    after = correct(part.select(mine), weak.select(theirs), on_course, now, noise)
    return _with(tracks, alone[mine], after)


def _with(tracks: Tracks, rows: Rows, changed: Tracks) -> Tracks:
    """Return the tracks with some rows replaced."""
    place = np.arange(len(tracks))
    place[rows] = len(tracks) + np.arange(len(rows))
    return tracks.joined(changed).select(place)


def _learnt(tracks: Tracks, boxes: Boxes, on_course: NDArray[np.bool_], noise: float) -> float:
    """Return the noise of this detector's boxes, after another look at how far they are off."""
    rows = on_course & (tracks.hits > 3)
    if rows.sum() == 0:
        return noise
    off = float(np.median(surprise(tracks.select(rows), boxes.select(rows), noise))) / _MEDIAN
    return float(np.clip(noise * min(max(off, 0.2), 5.0) ** _LEARNING, *_NOISES))
