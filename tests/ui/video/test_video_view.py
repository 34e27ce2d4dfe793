"""The picture keeps its proportions, with black around it."""

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt

from support.window.window_fakes import rendered
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore
from yolocam.ui.video.video_view import VideoView
from yolocam.ui.video.window_sink import WindowSink
from yolocam.ui.video.zoom import fitted


@pytest.fixture
def stats():
    return Stats()


@pytest.fixture
def view(qtbot, stats):
    view = VideoView(WindowSink(SettingsStore(), lambda: stats))
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    return view


def show(qtbot, view, image):
    view._sink.write(rendered(image=image))
    qtbot.waitUntil(lambda: view.current is not None)


@pytest.mark.parametrize(
    ("picture", "room", "expected"),
    [
        ((320, 240), (400, 200), (266, 200)),
        ((320, 240), (100, 400), (100, 75)),
        ((16, 9), (1600, 900), (1600, 900)),
    ],
)
def test_fitted(picture, room, expected):
    size = fitted(QSize(*picture), QSize(*room))
    assert (size.width(), size.height()) == pytest.approx(expected, abs=1)


def test_black_around_the_picture(qtbot, view):
    show(qtbot, view, np.full((100, 100, 3), 255, np.uint8))
    shot = view.grab().toImage()
    assert shot.pixelColor(200, 190).getRgb()[:3] == (255, 255, 255)
    assert shot.pixelColor(50, 100).getRgb()[:3] == (0, 0, 0)
    assert view.target_rect().getRect() == (100, 0, 200, 200)


def test_painting_counts_the_frame(qtbot, view, stats):
    show(qtbot, view, np.zeros((10, 10, 3), np.uint8))
    assert stats.snapshot().displayed == 1
    view.repaint()
    assert stats.snapshot().displayed == 1


def test_hidden_view_keeps_only_the_newest(qtbot, view, stats):
    view.hide()
    for index in range(4):
        view._sink.write(rendered(index))
    view.show()
    qtbot.waitUntil(lambda: view.current is not None)
    assert view.current.frame.index == 3
    assert stats.snapshot().dropped["display"] == 3


def test_clear_forgets(qtbot, view):
    show(qtbot, view, np.full((10, 10, 3), 255, np.uint8))
    view.clear()
    assert view.current is None
    assert view.grab().toImage().pixelColor(200, 100).getRgb()[:3] == (0, 0, 0)


@pytest.mark.slow
def test_double_click_asks_for_full_screen(qtbot, view):
    with qtbot.waitSignal(view.double_clicked):
        qtbot.mouseDClick(view, Qt.MouseButton.LeftButton)
