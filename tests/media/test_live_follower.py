"""The sound of a stream is heard with the images that are seen, or by as little later as it takes to come."""

import numpy as np
import pytest

from yolocam.media.sound.live_follower import LiveFollower
from yolocam.media.sound.live_sound import RATE, LiveSound

MS = 1_000_000
PIECE = 960
"""Samples of 20 ms, which is read at a time."""

CLICK_NS = 1_500 * MS


def hear(arrives_ms, shown_ms, seconds=3.0, ahead_ms=80):
    """Return by how many milliseconds a click is heard after its image was seen.

    The sound of a moment has come `arrives_ms` after it, its image is seen `shown_ms` after it, and what is
    made is heard `ahead_ms` later.
    """
    sound, follower, made = LiveSound(), None, []
    given = 0
    for now_ms in range(0, round(seconds * 1000), 20):
        while given * 10 + arrives_ms < now_ms:
            at_ns = given * 10 * MS
            loud = 0.7 if CLICK_NS <= at_ns < CLICK_NS + 40 * MS else 0.0
            sound.put(np.full((2, RATE // 100), loud, np.float32), at_ns)
            given += 1
        if follower is None:
            follower = LiveFollower(sound)
        # Sample 0 of the output is heard at 0.
        follower.show(now_ms * RATE // 1000, (now_ms - shown_ms) * MS)
        if now_ms == 0:
            made += [follower.read(PIECE) for _ in range(ahead_ms // 20)]
        made.append(follower.read(PIECE))
    output = np.concatenate(made, axis=1)[0]
    loud = np.flatnonzero(output > 0.3)
    assert loud.size, "nothing was heard"
    assert loud[-1] - loud[0] < RATE // 10, "the click was heard in pieces"
    return loud[0] / RATE * 1000 - (CLICK_NS / MS + shown_ms)


@pytest.mark.parametrize("shown_ms", [150, 200, 400])
def test_sound_that_is_there_is_heard_with_its_image(shown_ms):
    assert hear(10, shown_ms) == pytest.approx(0, abs=35)


def test_sound_that_comes_late_is_heard_as_soon_as_it_can_be():
    late = hear(100, 50)  # it can be heard 100 + 80 + 20 ms after it was taken
    assert 140 <= late <= 200


def test_a_stream_without_sound_for_seconds_is_not_waited_for():
    sound = LiveSound()
    follower = LiveFollower(sound)
    follower.show(0, 0)
    assert not follower.read(PIECE).any()
    sound.put(np.full((2, 480), 0.5, np.float32), 0)
    for number in range(1, 100):  # its images go on two seconds later
        follower.show(number * PIECE, (2000 + number * 20) * MS)
        follower.read(PIECE)
    sound.put(np.full((2, 48_000), 0.5, np.float32), 3_900 * MS)
    heard = []
    for number in range(100, 110):
        follower.show(number * PIECE, (2000 + number * 20 - 100) * MS)
        heard.append(follower.read(PIECE))
    assert np.concatenate(heard, axis=1).any()
