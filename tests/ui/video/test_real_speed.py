"""How fast a film really plays is seen, and frames are skipped where the network is too slow."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from support.fake_detector import FakeDetector
from support.window.real_mouse import click
from support.window.window_driver import key, offered, open_film
from yolocam.settings import Settings
from yolocam.ui.video.transport import skip_offer
from yolocam.ui.video.transport.real_speed import RealSpeed

SECOND = 1_000_000_000


def played(speed: float, seconds: float, wished: float = 1.0) -> float | None:
    """Return what is measured after some seconds at a speed."""
    measure, found = RealSpeed(), None
    for tick in range(round(seconds * 10) + 1):
        now = tick * SECOND // 10
        found = measure.measure(now, round(now * speed), wished, playing=True)
    return found


@pytest.mark.parametrize(("speed", "wished"), [(0.3, 1.0), (1.0, 2.0), (0.0, 1.0)])
def test_slow_motion_is_measured(speed, wished):
    assert played(speed, 3, wished) == pytest.approx(speed, abs=0.01)


def test_what_keeps_up_or_has_just_begun_is_not_slow():
    assert played(0.97, 3) is None
    assert played(0.3, 1) is None


@pytest.mark.slow
def test_a_jump_and_a_pause_begin_anew():
    measure = RealSpeed()
    for tick in range(31):
        slow = measure.measure(tick * SECOND // 10, tick * SECOND // 30, 1.0, playing=True)
    assert slow == pytest.approx(1 / 3, abs=0.02)
    assert measure.measure(31 * SECOND // 10, 60 * SECOND, 1.0, playing=True) is None
    assert measure.measure(60 * SECOND // 10, 60 * SECOND, 1.0, playing=False) is None


@pytest.fixture
def slow_film(qtbot, make_window, monkeypatch):
    """A window with a film that runs over and over, and a network that is too slow for it."""
    submit = FakeDetector.submit

    def slow(self, images, settings):
        time.sleep(0.1)
        return submit(self, images, settings)

    monkeypatch.setattr(FakeDetector, "submit", slow)
    monkeypatch.setattr(skip_offer, "_PATIENCE", 2)

    def make(**settings):
        window = make_window(settings=replace(Settings(), model="first", imgsz=416, **settings))
        open_film(qtbot, window)
        window.session.playback.set_loop(True)
        return window

    return make


def wait_for_message(qtbot, window, words):
    qtbot.waitUntil(lambda: words in window.viewer.message_bar.text)


@pytest.mark.slow
def test_who_only_watches_has_frames_skipped_and_may_keep_them(qtbot, slow_film):
    window = slow_film()
    store = window.session.store
    wait_for_message(qtbot, window, "frames are skipped")
    assert store.current.frames == "live"
    button = offered(window.viewer.message_bar)
    assert button.text() == "Keep every frame"
    click(button)
    assert store.current.frames == "auto"
    speed = window.transport._speed
    qtbot.waitUntil(lambda: speed.text().startswith("1x (0."))
    assert store.current.frames == "auto"


@pytest.mark.slow
def test_a_recording_has_every_frame_and_skipping_ends_with_the_film(qtbot, slow_film):
    window = slow_film()
    store = window.session.store
    qtbot.waitUntil(lambda: store.current.frames == "live")
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: store.current.frames == "auto")
    wait_for_message(qtbot, window, "therefore plays at")
    assert offered(window.viewer.message_bar).text() == "Skip frames"
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: store.current.frames == "live")
    key(qtbot, window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: store.current.frames == "auto")


@pytest.mark.slow
def test_who_has_chosen_every_frame_is_told_and_may_skip(qtbot, slow_film):
    window = slow_film(frames="every")
    store = window.session.store
    wait_for_message(qtbot, window, "therefore plays at")
    assert store.current.frames == "every"
    click(offered(window.viewer.message_bar))
    assert store.current.frames == "live"
    key(qtbot, window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: store.current.frames == "every")
