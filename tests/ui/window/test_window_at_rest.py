"""A window in which nothing moves looks seldom, and whatever happens still shows at once."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from support.window.window_driver import paused_film
from support.window.window_fakes import FILM
from yolocam.ui.qt import resting_timer


@pytest.fixture
def soon_idle(monkeypatch):
    """What takes ten seconds takes less than one here."""
    monkeypatch.setattr(resting_timer, "_SLOW_AFTER_MS", 150)
    monkeypatch.setattr(resting_timer, "_IDLE_AFTER_MS", 300)


class Ticks(QObject):
    """How often the timers of the program time out from now on."""

    def __init__(self):
        super().__init__()
        self.count = 0
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Timer and isinstance(watched, QTimer)
        return False


def timer_of(window):
    return window.findChild(resting_timer.RestingTimer)


def rest(qtbot, window):
    qtbot.waitUntil(lambda: timer_of(window).interval() == resting_timer.IDLE_MS)


def test_the_start_page_and_a_held_film_cost_a_few_looks_a_second(qtbot, window, soon_idle):
    for prepare in (lambda: None, lambda: paused_film(qtbot, window)):
        prepare()
        rest(qtbot, window)
        ticks = Ticks()
        QTest.qWait(1000)
        assert ticks.count <= 6
        QApplication.instance().removeEventFilter(ticks)


def quick_looks(window):
    """The looks from now on that are followed by another one soon."""
    timer, quick = timer_of(window), []
    timer.timeout.connect(lambda: quick.append(1) if not timer.resting else None)
    return quick


def test_opening_a_film_ends_the_rest(qtbot, window, soon_idle):
    rest(qtbot, window)
    looks = quick_looks(window)
    window.open(FILM)
    qtbot.waitUntil(lambda: bool(looks))


def test_an_image_that_is_stepped_to_ends_the_rest(qtbot, window, soon_idle):
    playback = paused_film(qtbot, window)
    rest(qtbot, window)
    looks = quick_looks(window)
    playback.step(1)  # by no key: the image alone tells
    qtbot.waitUntil(lambda: bool(looks))


@pytest.mark.parametrize("press", ["key", "button"])
def test_input_ends_the_rest(qtbot, window, soon_idle, press):
    window.sync.watch(window.windowHandle())  # as the program does once the window is shown
    rest(qtbot, window)
    if press == "key":
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    else:
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton)
    assert timer_of(window).interval() == resting_timer.QUICK_MS


def test_a_film_that_plays_is_never_at_rest(qtbot, window, soon_idle):
    playback = paused_film(qtbot, window)
    rest(qtbot, window)
    playback.set_loop(True)
    playback.play()
    qtbot.waitUntil(lambda: not timer_of(window).resting)
    QTest.qWait(600)
    assert not timer_of(window).resting


def test_a_recording_of_a_held_film_is_followed_ten_times_a_second(qtbot, window, soon_idle):
    paused_film(qtbot, window)
    rest(qtbot, window)
    window.record_button.click()
    qtbot.waitUntil(lambda: window.saved_files.recording.phase == "recording")
    QTest.qWait(500)
    assert not timer_of(window).resting
    window.record_button.click()
    qtbot.waitUntil(lambda: window.saved_files.recording.phase == "idle")
    rest(qtbot, window)
