"""How objects move: where a track is expected, how well a box fits it, what is learnt from the box.

A Kalman filter for each track with constant velocity and random acceleration, over seconds rather than
frames (Bar-Shalom, Li and Kirubarajan, Estimation with Applications to Tracking and Navigation, 2001,
section 6.2.2). All lengths scale with the size of the box. Beside it stands a second explanation: the
object turned since it was seen, and is anywhere within the way it could have gone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from yolocam.pipeline.tracking.tracks import Boxes, Floats, Tracks

NOISE = 0.025
"""Standard deviation of a box's centre around the object's, as a share of its side."""

_LEAST_NOISE = 0.5  # pixels
_ACCELERATION = 0.2  # random change of velocity, in sides a second, per root second
_FIRST_SPEED = 3.0  # standard deviation of the velocity of a new track, in sides a second
_TURNS = 1.0  # a second
_WANDER = 0.1  # how far an object that turned may be beyond its way, in sides
_SIZE_NOISE = 0.08  # of the logarithm of width and height, between two looks
_SIZE_DRIFT = 0.2  # the same, per root second
_SIZE_GAIN = 0.3
_OTHER_CLASS = 3.0  # what another class adds to the cost of a pair
_TAU = 2 * np.pi


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """How N tracks and M boxes go together: `cost` (N, M), lower is likelier; `turned` bool (N, M)."""

    cost: Floats
    turned: NDArray[np.bool_]


def predict(tracks: Tracks, seconds: float) -> Tracks:
    """Return the tracks as they are expected `seconds` later."""
    position, both, velocity = tracks.spread.T
    push = (_ACCELERATION * tracks.scale) ** 2
    spread = np.stack(
        (
            position + seconds * (2 * both + seconds * velocity) + push * seconds**3 / 3,
            both + seconds * velocity + push * seconds**2 / 2,
            velocity + push * seconds,
        ),
        axis=1,
    )
    return replace(tracks, centre=tracks.centre + seconds * tracks.velocity, spread=spread)


def fit(tracks: Tracks, boxes: Boxes, now: float, noise: float) -> Fit:
    """Return the negative log likelihood of each pair, per square side; `noise` as NOISE.

    The tracks are as expected at the time `now`, in seconds.
    """
    area = (tracks.size[:, 0] * tracks.size[:, 1])[:, None]
    unseen = (now - tracks.seen_at)[:, None]
    straight = (tracks.spread[:, 0] + _variance(tracks, noise))[:, None]
    on_course = _misfit(tracks.centre, boxes.centre, straight, area)
    speed = (tracks.velocity**2).sum(1)[:, None]
    wide = speed * unseen**2 + _WANDER**2 * area
    chance = -np.expm1(-_TURNS * np.maximum(unseen, 1e-3))
    off_course = _misfit(tracks.seen_centre, boxes.centre, wide, area) - np.log(chance)
    turned = off_course < on_course
    return Fit(np.where(turned, off_course, on_course) + _unlike(tracks, boxes, unseen), turned)


def correct(tracks: Tracks, boxes: Boxes, turned: NDArray[np.bool_], now: float, noise: float) -> Tracks:
    """Return the tracks after each has been seen as the box of its row; those that `turned` begin anew."""
    position, both, velocity = tracks.spread.T
    own = _variance(tracks, noise)
    gain, speed_gain = position / (position + own), both / (position + own)
    missed = boxes.centre - tracks.centre
    spread = np.stack(((1 - gain) * position, (1 - gain) * both, velocity - speed_gain * both), axis=1)
    speed = np.maximum((tracks.velocity**2).sum(1), tracks.scale**2)
    anew = np.stack((own, np.zeros_like(own), speed), axis=1)
    course = turned[:, None]
    return Tracks(
        track_id=tracks.track_id,
        class_id=boxes.class_id,
        centre=np.where(course, boxes.centre, tracks.centre + gain[:, None] * missed),
        size=tracks.size + _SIZE_GAIN * (boxes.size - tracks.size),
        velocity=np.where(course, 0.0, tracks.velocity + speed_gain[:, None] * missed),
        spread=np.where(course, anew, spread),
        seen_at=np.full(len(tracks), now),
        seen_centre=boxes.centre,
        hits=tracks.hits + 1,
    )


def aim(before: Tracks, after: Tracks, rows: NDArray[np.bool_], noise: float) -> Tracks:
    """Return `after` with the velocities of some rows taken from where they were seen last and now.

    That is OC-SORT's observation-centric update: an object that comes back after a gap has gone straight.
    """
    gap = np.maximum(after.seen_at - before.seen_at, 1e-6)
    own = _variance(after, noise)
    straight = (after.seen_centre - before.seen_centre) / gap[:, None]
    spread = np.stack((own, own / gap, 2 * own / gap**2), axis=1)
    chosen = rows[:, None]
    return replace(
        after,
        centre=np.where(chosen, after.seen_centre, after.centre),
        velocity=np.where(chosen, straight, after.velocity),
        spread=np.where(chosen, spread, after.spread),
    )


def begin(boxes: Boxes, first_id: int, now: float, noise: float) -> Tracks:
    """Return new tracks of these boxes, numbered from `first_id` on; they may move in any direction."""
    count = len(boxes)
    area = boxes.size[:, 0] * boxes.size[:, 1]
    own = np.maximum(noise**2 * area, _LEAST_NOISE**2)
    return Tracks(
        track_id=np.arange(first_id, first_id + count),
        class_id=boxes.class_id,
        centre=boxes.centre,
        size=boxes.size,
        velocity=np.zeros((count, 2)),
        spread=np.stack((own, np.zeros(count), _FIRST_SPEED**2 * area), axis=1),
        seen_at=np.full(count, now),
        seen_centre=boxes.centre,
        hits=np.ones(count, np.int64),
    )


def surprise(tracks: Tracks, boxes: Boxes, noise: float) -> Floats:
    """Return the squared distance of each box from where its track was expected, in variances, (N,)."""
    variance = tracks.spread[:, 0] + _variance(tracks, noise)
    distance: Floats = ((boxes.centre - tracks.centre) ** 2).sum(1) / variance
    return distance


def _variance(tracks: Tracks, noise: float) -> Floats:
    variance: Floats = np.maximum((noise * tracks.scale) ** 2, _LEAST_NOISE**2)
    return variance


def _misfit(expected: Floats, found: Floats, variance: Floats, area: Floats) -> Floats:
    """Return the negative log of a normal density around `expected`, per square side."""
    x = expected[:, :1] - found[:, 0]
    y = expected[:, 1:] - found[:, 1]
    misfit: Floats = (x * x + y * y) / (2 * variance) + np.log(_TAU * variance / area)
    return misfit


def _unlike(tracks: Tracks, boxes: Boxes, unseen: Floats) -> Floats:
    """Return what other sizes and classes add to the cost."""
    mine, theirs = np.log(tracks.size), np.log(boxes.size)
    wide, high = mine[:, :1] - theirs[:, 0], mine[:, 1:] - theirs[:, 1]
    size = (wide * wide + high * high) / (2 * (_SIZE_NOISE**2 + _SIZE_DRIFT**2 * unseen))
    unlike: Floats = size + _OTHER_CLASS * (tracks.class_id[:, None] != boxes.class_id)
    return unlike
