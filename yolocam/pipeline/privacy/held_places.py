"""Where objects must be that were found a moment ago and are not found now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yolocam.files.bounded import MAX_SIDE

HELD_S = 0.5
"""So long the place of an object stays hidden that is not found again there."""

_LEAST_LOOKS = 3  # for so many frames in any case: where few are looked at half a second is nothing
_GROWTH = 5.0  # how quickly a held place grows at least, in its longer sides a second, on each side
_HASTE = 2.0  # how much quicker than it was seen moving an object may be
_SLOWING = 0.95  # how much of its speed it keeps where it is seen to move less: it may have turned
_FASTEST = 40.0  # longer sides a second; what seems to be faster was another object
_FOUND_AGAIN = 0.3  # share of a held place that a new box has to cover
_GONE_ON = -1.0  # in place of the speed where an object has gone on to another place
_MOST = 1000

Corners = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """Places xyxy (N, 4); their objects: speed in pixels a second, when they were seen last, and in how many
    frames they were not since.
    """

    xyxy: Corners
    speed: NDArray[np.float64]
    seen_ns: NDArray[np.int64]
    missed: NDArray[np.int64]

    def select(self, rows: NDArray[np.bool_]) -> _Held:
        return _Held(self.xyxy[rows], self.speed[rows], self.seen_ns[rows], self.missed[rows])


class HeldPlaces:
    """Remembers the boxes of the last frames. Belongs to one thread.

    A place grows from the moment on in which nothing is found there, as quickly as its object was seen moving
    and somewhat more. It is held for HELD_S, and for three frames in any case: where these come later than
    that, it may be anywhere.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        none = np.zeros(0, np.int64)
        self._held = _Held(np.zeros((0, 4)), np.zeros(0), none, none)

    def lost(self, boxes: Corners, now_ns: int) -> Corners:
        """Return the grown places in which nothing is found now, (L, 4); `boxes` (N, 4) are what is found."""
        held = self._held.select(self._are_lost(boxes, now_ns))
        elapsed = (now_ns - held.seen_ns) / 1e9
        quick = np.maximum(_GROWTH * longer_side(held.xyxy), _HASTE * held.speed)
        return grown(held.xyxy, np.where(elapsed > HELD_S, MAX_SIDE, quick * elapsed))

    def keep(self, boxes: Corners, now_ns: int) -> None:
        """Take the boxes of a frame: the next one is asked about them."""
        held = self._held
        speed = np.zeros(len(boxes))
        moved = np.zeros(len(held.xyxy), bool)
        there = np.flatnonzero(held.speed > _GONE_ON)
        for number, box, distance in _pairs(held.xyxy[there], boxes):
            place = there[number]
            elapsed = (now_ns - held.seen_ns[place]) / 1e9
            fastest = _FASTEST * longer_side(boxes[box : box + 1])[0]
            if elapsed > 0 and distance / elapsed <= fastest:
                speed[box] = max(distance / elapsed, _SLOWING * held.speed[place])
                moved[place] = True
        rows = self._are_lost(boxes, now_ns)
        left, gone_on = held.select(rows), moved[rows]
        self._held = _Held(
            np.concatenate((boxes, left.xyxy))[:_MOST],
            # It has probably gone on to one of the boxes: its old place grows no quicker than any.
            np.concatenate((speed, np.where(gone_on, _GONE_ON, left.speed)))[:_MOST],
            np.concatenate((np.full(len(boxes), now_ns), left.seen_ns))[:_MOST],
            np.concatenate((np.zeros(len(boxes), np.int64), left.missed + 1))[:_MOST],
        )

    def _are_lost(self, boxes: Corners, now_ns: int) -> NDArray[np.bool_]:
        """Return which places are held although nothing is found there, (N,)."""
        held = self._held
        age_ns = now_ns - held.seen_ns
        fresh = (age_ns >= 0) & ((age_ns <= HELD_S * 1e9) | (held.missed < _LEAST_LOOKS))
        lost: NDArray[np.bool_] = fresh & ~_covered(held.xyxy, boxes)
        return lost


def longer_side(xyxy: Corners) -> NDArray[np.float64]:
    """Return the longer side of each box, (N,)."""
    side: NDArray[np.float64] = (xyxy[:, 2:] - xyxy[:, :2]).max(1, initial=0.0)
    return side


def grown(xyxy: Corners, margin: NDArray[np.float64]) -> Corners:
    """Return boxes (N, 4) that are larger by a margin (N,) on each side."""
    return np.concatenate((xyxy[:, :2] - margin[:, None], xyxy[:, 2:] + margin[:, None]), axis=1)


def _covered(places: Corners, boxes: Corners) -> NDArray[np.bool_]:
    """Return which places some box covers by enough to be the same object, (N,)."""
    low = np.maximum(places[:, None, :2], boxes[:, :2])
    high = np.minimum(places[:, None, 2:], boxes[:, 2:])
    common = np.clip(high - low, 0, None).prod(2)
    area = np.maximum((places[:, 2:] - places[:, :2]).prod(1), 1e-9)
    covered: NDArray[np.bool_] = (common / area[:, None] > _FOUND_AGAIN).any(1)
    return covered


def _pairs(places: Corners, boxes: Corners) -> list[tuple[int, int, float]]:
    """Return places and the boxes nearest to them, each in one pair at most, with the distance of centres."""
    apart = (places[:, None, :2] + places[:, None, 2:] - boxes[:, :2] - boxes[:, 2:]) / 2
    distance = np.hypot(apart[..., 0], apart[..., 1])
    pairs = []
    for _ in range(min(distance.shape)):
        place, box = divmod(int(distance.argmin()), distance.shape[1])
        pairs.append((place, box, float(distance[place, box])))
        distance[place], distance[:, box] = np.inf, np.inf
    return pairs
