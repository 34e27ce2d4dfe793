"""Live sound stays with its clock, whatever that of the device does, and follows the images."""

import numpy as np
import pytest

from yolocam.media.sound.followed_sound import FollowedSound
from yolocam.media.sound.live_sound import RATE, LiveSound, LiveSoundReader

SECOND = 1_000_000_000
PIECE = 480


def device(sound, seconds, *, rate=RATE, start_s=100.0, jitter=None, clicks_every=1.0):
    """A sound card whose clock runs at `rate`, and gives a click each second of the true time."""
    for number in range(int(seconds * rate / PIECE)):
        at = number * PIECE
        times = start_s + (at + np.arange(PIECE)) / rate
        samples = np.tile((times % clicks_every < 0.002).astype(np.float32), (2, 1)) * 0.8
        late = 0.0 if jitter is None else jitter.uniform(0, 0.015)
        sound.put(samples, round((times[0] + late) * SECOND))


def click_of(sound, around_s):
    """When a click near a moment begins, in seconds."""
    start = around_s - 0.4
    loud = np.flatnonzero(sound.read(round(start * SECOND), round(0.8 * RATE))[0] > 0.3)
    assert loud.size, "no click"
    return start + loud[0] / RATE


@pytest.mark.slow
@pytest.mark.parametrize("rate", [48_000, 48_024, 47_952])
def test_a_drifting_card_stays_with_the_clock(rate):
    sound = LiveSound()
    device(sound, 200, rate=rate, jitter=np.random.default_rng(3))
    # 500 parts in a million: without care, 100 ms after these 200 seconds.
    assert click_of(sound, 297.0) == pytest.approx(297.0, abs=0.02)


def test_a_gap_is_silence_and_what_follows_is_in_its_place():
    sound = LiveSound()
    device(sound, 1.5)
    device(sound, 1.5, start_s=102.5)
    assert not sound.read(round(101.6 * SECOND), RATE // 2).any()
    assert click_of(sound, 103.0) == pytest.approx(103.0, abs=0.001)


def test_what_was_never_there_or_is_long_gone_is_silence():
    sound = LiveSound()
    assert not sound.read(5 * SECOND, 100).any()
    device(sound, 20)
    assert not sound.read(round(101.0 * SECOND), RATE // 2).any()
    assert not sound.read(round(130.0 * SECOND), RATE // 2).any()
    device(sound, 1, start_s=500.0)
    assert click_of(sound, 500.4) == pytest.approx(500.0, abs=0.001)


class Ramp:
    """A file whose sample at second t is t / 1000."""

    lag_s = 0.0

    def __init__(self):
        self.at = 0.0
        self.went = 0

    def go_to(self, media_ns):
        self.at = media_ns / SECOND
        self.went += 1

    def read(self, count):
        times = self.at + np.arange(count) / RATE
        self.at += count / RATE
        return np.tile(times / 1000, (2, 1)).astype(np.float32)

    def close(self):
        pass


def followed(speed, seconds=4.0, paused=None, fps=25):
    """The sound beside images that are shown at a speed, and its media times."""
    ramp = Ramp()
    sound = FollowedSound(ramp, live=False)
    found, media = [], 10.0
    for number in range(int(seconds * fps)):
        if paused is None or not paused[0] <= number / fps < paused[1]:
            sound.show(round(number / fps * RATE), round(media * SECOND))
            media += speed / fps
        found.append(sound.read(RATE // fps)[0] * 1000)
    return np.concatenate(found), ramp


@pytest.mark.slow
def test_sound_runs_beside_images_of_usual_speed_without_a_seam():
    times, ramp = followed(1.0)
    assert times == pytest.approx(10 + np.arange(len(times)) / RATE, abs=0.002)
    assert ramp.went == 1


@pytest.mark.parametrize("speed", [0.5, 2.0, 4.0])
def test_at_another_speed_there_is_silence_after_a_moment(speed):
    times, _ = followed(speed)
    assert not times[RATE:].any()


def test_a_paused_file_is_silent_and_goes_on_where_it_was():
    times, _ = followed(1.0, paused=(1.0, 3.0))
    assert not times[int(1.7 * RATE) : int(2.9 * RATE)].any()
    assert times[int(3.5 * RATE)] == pytest.approx(11.5, abs=0.03)


def test_live_sound_goes_on_where_no_image_comes():
    sound = LiveSound()
    device(sound, 4, clicks_every=0.25)
    follower = FollowedSound(LiveSoundReader(sound), live=True)
    follower.show(0, 100 * SECOND)
    heard = follower.read(3 * RATE)[0]
    assert np.count_nonzero(np.diff((heard > 0.3).astype(int)) > 0) >= 11
