"""Loudness, silence and delay of sound, also where they change while it is recorded."""

import numpy as np
import pytest

from yolocam.media.sound.followed_sound import FollowedSound
from yolocam.media.sound.levels import QUIETEST_DB, levels_of
from yolocam.media.sound.live_sound import RATE, LiveSound, LiveSoundReader
from yolocam.media.sound.sound_mix import Loudness, SoundMix

SECOND = 1_000_000_000


def flat(value, count=4800):
    return np.full((2, count), value, np.float32)


def test_a_gain_makes_it_louder_up_to_full_scale():
    assert Loudness().apply(flat(0.25), SoundMix(6.0206))[0] == pytest.approx(0.5, abs=1e-4)
    assert Loudness().apply(flat(0.25), SoundMix(20))[0] == pytest.approx(1.0)


def test_a_change_of_loudness_is_no_step():
    loudness = Loudness()
    loudness.apply(flat(0.5), SoundMix())
    fading = loudness.apply(flat(0.5), SoundMix(muted=True))[0]
    assert np.abs(np.diff(fading)).max() < 0.01 and not fading[2400:].any()
    assert not loudness.apply(flat(0.5), SoundMix(muted=True)).any()


def live_follower(mixes):
    """The sound of a device whose samples are the seconds that passed, beside images of its own time."""
    sound = LiveSound()
    for number in range(400):
        times = (number * 480 + np.arange(480)) / RATE / 10
        sound.put(np.tile(times, (2, 1)).astype(np.float32), 100 * SECOND + number * 10_000_000)
    follower = FollowedSound(LiveSoundReader(sound), live=True, mix=lambda: mixes[-1])
    follower.show(0, 100 * SECOND)
    return follower


@pytest.mark.parametrize("delay_ms", [500, -250])
def test_a_delay_that_is_set_while_it_runs_holds_at_once(delay_ms):
    mixes = [SoundMix()]
    follower = live_follower(mixes)
    assert follower.read(RATE)[0][-1] * 10 == pytest.approx(1, abs=0.01)
    usual = follower.lag_s
    mixes.append(SoundMix(delay_ms=delay_ms))
    assert follower.read(RATE)[0][-1] * 10 == pytest.approx(2 - delay_ms / 1000, abs=0.01)
    # What is to be heard early has to be waited for.
    assert follower.lag_s == pytest.approx(usual + max(-delay_ms, 0) / 1000)


def test_levels_are_those_of_each_channel_as_it_is_recorded():
    samples = np.stack([np.full(100, 0.5), np.full(100, -0.05)]).astype(np.float32)
    levels = levels_of(samples, SoundMix())
    assert levels.peaks_db == pytest.approx((-6.02, -26.02), abs=0.01) and levels.clipped == (False, False)
    louder = levels_of(samples, SoundMix(12))
    assert louder.peaks_db == pytest.approx((0, -14.02), abs=0.01) and louder.clipped == (True, False)
    assert levels_of(samples, SoundMix(muted=True)).peaks_db == (QUIETEST_DB, QUIETEST_DB)
