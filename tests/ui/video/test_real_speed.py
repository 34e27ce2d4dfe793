"""How fast a film really plays is seen, and skipping frames is offered where the network is too slow."""

import time

import pytest
from PySide6.QtCore import Qt

from support.fake_detector import FakeDetector
from support.window.window_driver import key, offered, open_film
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


@pytest.mark.slow
def test_a_slow_network_is_told_and_frames_are_skipped_until_the_film_is_closed(qtbot, window, monkeypatch):
    submit = FakeDetector.submit

    def slow(self, images, settings):
        time.sleep(0.1)
        return submit(self, images, settings)

    monkeypatch.setattr(FakeDetector, "submit", slow)
    open_film(qtbot, window)
    bar, store = window.viewer.message_bar, window.session.store
    qtbot.waitUntil(lambda: "slower than this video" in bar.text)
    speed = next(b for b in window.transport.findChildren(type(window.record_button).__base__) if b.menu())
    assert speed.text().startswith("1x (0.")
    qtbot.mouseClick(offered(bar), Qt.MouseButton.LeftButton)
    assert store.current.frames == "live"
    key(qtbot, window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: store.current.frames == "auto")
