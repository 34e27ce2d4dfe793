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
Rows = NDArray[np.intp]


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

    def lost(self, boxes: Corners, now_ns: int, *, keep: bool) -> Corners:
        """Return the grown places in which nothing is found now, (L, 4); `boxes` (N, 4) are what is found.

        With `keep` the next frame is asked about these boxes too.
        """
        rows = self._are_lost(boxes, now_ns)
        held = self._held.select(rows)
        if keep:
            self._keep(boxes, now_ns, rows)
        elapsed = (now_ns - held.seen_ns) / 1e9
        quick = np.maximum(_GROWTH * longer_side(held.xyxy), _HASTE * held.speed)
        return grown(held.xyxy, np.where(elapsed > HELD_S, MAX_SIDE, quick * elapsed))

    def _keep(self, boxes: Corners, now_ns: int, lost: NDArray[np.bool_]) -> None:
        """Take the boxes of a frame, and the held places that are `lost` in it."""
        held = self._held
        there = np.flatnonzero(held.speed > _GONE_ON)
        place, box, distance = _pairs(held.xyxy[there], boxes)
        place = there[place]
        elapsed = (now_ns - held.seen_ns[place]) / 1e9
        same = (elapsed > 0) & (distance <= _FASTEST * longer_side(boxes[box]) * elapsed)
        place, box = place[same], box[same]
        speed = np.zeros(len(boxes))
        speed[box] = np.maximum(distance[same] / elapsed[same], _SLOWING * held.speed[place])
        # It has probably gone on to one of the boxes: its old place grows no quicker than any.
        speed_left = held.speed.copy()
        speed_left[place] = _GONE_ON
        left = held.select(lost)
        self._held = _Held(
            np.concatenate((boxes, left.xyxy))[:_MOST],
            np.concatenate((speed, speed_left[lost]))[:_MOST],
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
    common = np.minimum(places[:, None, 2:], boxes[:, 2:])
    common -= low
    np.maximum(common, 0, out=common)
    area = np.maximum((places[:, 2:] - places[:, :2]).prod(1), 1e-9)
    covered: NDArray[np.bool_] = (common[..., 0] * common[..., 1] > _FOUND_AGAIN * area[:, None]).any(1)
    return covered


def _pairs(places: Corners, boxes: Corners) -> tuple[Rows, Rows, NDArray[np.float64]]:
    """Return places and boxes that are nearest to each other, and the distances of their centres, (K,) each.

    The nearest of all are the first pair, then the nearest of what is left, until either are used up.
    """
    apart = (places[:, None, :2] + places[:, None, 2:] - boxes[:, :2] - boxes[:, 2:]) / 2
    distance = left = np.hypot(apart[..., 0], apart[..., 1])
    place, box = np.arange(len(places)), np.arange(len(boxes))
    pairs = [np.zeros((2, 0), np.intp)]
    while left.size:
        nearest = left.argmin(1)
        mutual = left.argmin(0)[nearest] == np.arange(len(place))
        pairs.append(np.stack((place[mutual], box[nearest[mutual]])))
        alone = np.ones(len(box), bool)
        alone[nearest[mutual]] = False
        left, place, box = left[~mutual][:, alone], place[~mutual], box[alone]
    place, box = np.concatenate(pairs, axis=1)
    return place, box, distance[place, box]
