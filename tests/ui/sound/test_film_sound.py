"""The sound of the film that is watched: heard while it plays, and as loud as its control says."""

import time
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from support.fake_speaker import FakeSpeaker
from support.films.click_films import make_film
from support.window.real_mouse import click, press_move_release
from support.window.window_driver import key, open_film
from support.window.window_fakes import CAMERA, FILM
from yolocam.media.sound.sound_player import SoundPlayer
from yolocam.pipeline.sources import open_source
from yolocam.ui.preferences import Preferences
from yolocam.ui.sound.film_sound import mix_of


@pytest.fixture
def speaker():
    return FakeSpeaker()


@pytest.fixture
def play(make_window, qtbot, tmp_path, sources, monkeypatch, speaker):
    """Open a window that plays a film with sound, over and over."""
    make_film(tmp_path / "clicks.mp4")
    monkeypatch.setattr(type(sources), "open", lambda self, address: open_source(address))

    def opened(**choices):
        window = make_window(**{"play_sound": True, **choices})
        window.sound.film._make = partial(SoundPlayer, open_device=speaker.open)
        open_film(qtbot, window, str(tmp_path / "clicks.mp4"))
        window.session.playback.set_loop(True)
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return opened


def loudness(speaker):
    """The loudest of the newest second."""
    return max((float(abs(samples).max()) for _, samples in speaker.pieces[-100:]), default=0.0)


@pytest.mark.slow
def test_a_film_is_heard_until_it_is_paused_or_faster(play, qtbot, speaker):
    window = play()
    qtbot.waitUntil(lambda: loudness(speaker) > 0.4)
    key(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: speaker.resting)
    key(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not speaker.resting)
    window.transport.set_speed(2.0)
    qtbot.waitUntil(lambda: speaker.resting)
    window.transport.set_speed(1.0)
    speaker.pieces.clear()
    qtbot.waitUntil(lambda: loudness(speaker) > 0.4)
    window.session.close_source()
    qtbot.waitUntil(lambda: speaker.closed == speaker.opened)


def test_the_volume_is_set_by_mouse_and_keys_and_remembered(play, qtbot, speaker, tmp_path):
    window = play()
    control = window.transport.volume
    assert control.isVisible() and control.percent == 100 and not control.muted
    slider = control.slider
    press_move_release(slider, QPoint(slider.width() - 8, 12), QPoint(slider.width() // 2, 12))
    assert 45 <= control.percent <= 55
    before = control.percent
    window.view.setFocus()
    qtbot.waitUntil(window.actions_by_name["louder"].isEnabled)
    key(qtbot, window, Qt.Key.Key_Up)
    key(qtbot, window, Qt.Key.Key_Down)
    key(qtbot, window, Qt.Key.Key_Down)
    assert control.percent == before - 10
    click(control.button)
    assert control.muted and "heard" in control.button.toolTip()
    qtbot.waitUntil(lambda: window.sound.film._player is not None)
    assert window.sound.film._player.mix == mix_of(before - 10, True)
    window._preferences.save()
    assert Preferences(tmp_path / "window.ini").texts("volume") == {
        "percent": str(before - 10),
        "muted": "yes",
    }
    key(qtbot, window, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert not control.muted


def test_a_film_without_sound_has_no_volume(make_window, qtbot):
    window = make_window(play_sound=True)
    open_film(qtbot, window, FILM)
    window.sync.look()
    assert window.transport.isVisible() and window.transport.volume.isHidden()
    assert not window.actions_by_name["mute"].isEnabled()


def test_where_sound_is_off_no_device_is_asked_for(play, qtbot, speaker):
    window = play(play_sound=False)
    qtbot.waitUntil(lambda: window.session.playback.state.position_ns > 300_000_000)
    assert window.sound.film._player is None and not speaker.opened


def test_without_a_loudspeaker_there_is_one_quiet_note(play, qtbot, speaker):
    speaker.plugged = False
    window = play()
    qtbot.waitUntil(lambda: "plays without sound" in window.viewer.message_bar.text)
    assert window.session.playback.state.position_ns >= 0


def test_half_the_volume_is_half_as_loud():
    assert mix_of(100, False).factor == 1 and mix_of(0, False).factor == 0
    assert mix_of(50, False).factor == pytest.approx(0.125)
    assert mix_of(80, True).factor == 0


class Talk:
    """The sound of a stream that is never silent."""

    newest_ns = property(lambda self: time.monotonic_ns())

    def read(self, at_ns, count):
        return np.full((2, count), 0.5, np.float32)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "heard"), [("stream", True), ("camera", False)])
def test_a_stream_is_heard_and_a_microphone_is_not(make_window, qtbot, sources, speaker, kind, heard):
    opened = sources.open

    def open_live(address):
        source = opened(address)
        if address == CAMERA:
            source.info = replace(source.info, kind=kind, sound=Talk())
        return source

    sources.open = open_live
    window = make_window(play_sound=True)
    window.sound.film._make = partial(SoundPlayer, open_device=speaker.open)
    window.session.open(CAMERA)
    qtbot.waitUntil(lambda: window.view.current is not None)
    window.sync.look()
    control = window.transport.volume
    assert control.isVisible() == heard and window.transport.isVisible() == heard
    assert window.actions_by_name["mute"].isEnabled() == heard
    if not heard:
        qtbot.wait(100)
        assert window.sound.film._player is None
        return
    assert not window.transport._play.isVisible() and not window.actions_by_name["faster"].isEnabled()
    qtbot.waitUntil(lambda: loudness(speaker) > 0.4)
    key(qtbot, window, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not speaker.pieces[-1][1].any())
    assert control.muted
    speaker.pieces.clear()
    click(control.button)
    qtbot.waitUntil(lambda: loudness(speaker) > 0.4)
    open_film(qtbot, window, FILM)
    qtbot.waitUntil(window.transport._play.isVisible)
    assert control.isHidden()
    qtbot.waitUntil(lambda: speaker.resting)
