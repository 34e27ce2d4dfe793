"""The sound of a film is heard with its images, and only while they run at their own speed."""

import time

import pytest

from support.eventually import eventually
from support.fake_speaker import FakeSpeaker
from support.films.click_films import FPS, WHITE, make_film
from yolocam.media.sound.sound_mix import SoundMix
from yolocam.media.sound.sound_player import SoundPlayer


@pytest.fixture
def speaker():
    return FakeSpeaker()


@pytest.fixture
def told():
    return []


@pytest.fixture
def player(speaker, told):
    one = SoundPlayer(told.append, speaker.open)
    yield one
    one.stop()
    one.wait()
    assert speaker.opened == speaker.closed


@pytest.fixture
def film(tmp_path):
    make_film(tmp_path / "clicks.mp4")
    return tmp_path / "clicks.mp4"


def watch(player, film, first, last, speed=1.0):
    """Show images at their time; return when white ones were seen."""
    began, seen = time.monotonic_ns(), []
    for number in range(first, last):
        due = began + round((number - first) / FPS / speed * 1e9)
        while time.monotonic_ns() < due:
            time.sleep(0.002)
        player.show(film, round(number / FPS * 1e9), due)
        if number in WHITE:
            seen.append(due / 1e9)
    time.sleep(0.2)
    return seen


def heard_with_images(player, speaker, film, first, last):
    """Whether each click was heard with its image; where a busy machine has lost them all, once more."""
    for _ in range(5):
        speaker.pieces.clear()
        seen = watch(player, film, first, last)
        heard = speaker.clicks()
        if heard:
            return all(min(abs(at - image) for image in seen) < 0.05 for at in heard)
    return False


@pytest.mark.slow
def test_clicks_are_heard_with_their_images_after_a_jump_too(player, speaker, film):
    assert heard_with_images(player, speaker, film, 15, 45)
    assert heard_with_images(player, speaker, film, 55, 97)


@pytest.mark.slow
def test_at_another_speed_nothing_is_heard_after_a_moment(player, speaker, film):
    watch(player, film, 0, 97, speed=2.0)
    assert [at for at, samples in speaker.pieces[150:] if samples.any()] == []


@pytest.mark.slow
def test_silence_is_silent_at_once_and_the_device_is_let_go_of(player, speaker, film):
    watch(player, film, 11, 25)
    player.hush()
    eventually(lambda: speaker.resting)
    assert speaker.clicks() == []
    eventually(lambda: speaker.closed == 1)
    assert heard_with_images(player, speaker, film, 45, 75)
    assert speaker.opened == 2


def test_a_muted_film_is_not_heard(player, speaker, film):
    player.mix = SoundMix(muted=True)
    watch(player, film, 25, 45)
    eventually(lambda: len(speaker.pieces) > 10)
    assert speaker.clicks() == []


@pytest.mark.slow
def test_a_missing_output_is_told_once_and_found_later(player, speaker, told, film, monkeypatch):
    monkeypatch.setattr("yolocam.media.sound.sound_player._AGAIN_S", 0.2)
    speaker.plugged = False
    watch(player, film, 0, 10)
    player.hush()
    watch(player, film, 0, 10)
    assert told == ["the film plays without sound: there is no loudspeaker"]
    speaker.plugged = True
    assert heard_with_images(player, speaker, film, 13, 45)


@pytest.mark.slow
def test_an_output_that_is_unplugged_is_told_and_comes_back(player, speaker, told, film, monkeypatch):
    monkeypatch.setattr("yolocam.media.sound.sound_player._STALLED_S", 0.3)
    monkeypatch.setattr("yolocam.media.sound.sound_player._AGAIN_S", 0.2)
    watch(player, film, 11, 17)
    speaker.plugged = False
    watch(player, film, 17, 34)
    assert "the sound output is lost" in told[0]
    speaker.plugged = True
    assert heard_with_images(player, speaker, film, 13, 45)
    assert len(told) == 1


def test_a_film_without_sound_opens_nothing_that_stays(player, speaker, tmp_path):
    (tmp_path / "none.mp4").write_bytes(b"")
    watch(player, tmp_path / "none.mp4", 0, 5)
    assert speaker.clicks() == []
