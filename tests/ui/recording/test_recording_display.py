"""Whoever records sees it, also in full screen when everything else has faded."""

import pytest
from PySide6.QtCore import Qt

from support.window.window_driver import key, open_film


def icon_of(window):
    return window.actions_by_name["record"].icon().pixmap(20, 20).toImage()


@pytest.mark.slow
def test_the_dot_stays_in_full_screen_while_the_bar_fades(qtbot, window):
    open_film(qtbot, window)
    window.session.playback.set_loop(True)
    dot, bar = window.viewer.recording_dot, window.viewer.full_screen_bar
    idle = icon_of(window)
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.saved_files.recording.phase == "recording")
    qtbot.waitUntil(lambda: icon_of(window) != idle)
    assert not dot.isVisible()  # the button of the tool bar shows it
    bar._rest.setInterval(10)
    key(qtbot, window, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: bar.isVisible())
    qtbot.waitUntil(lambda: not bar.isVisible())
    qtbot.waitUntil(lambda: dot.isVisible() and dot.text()[:3] == "00:")
    assert window.viewer.rect().contains(dot.geometry())
    red = dot.grab().toImage()
    colours = {red.pixelColor(x, red.height() // 2).name() for x in range(red.width())}
    assert "#c4231c" in colours
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: not dot.isVisible())
    qtbot.waitUntil(lambda: icon_of(window) == idle)
