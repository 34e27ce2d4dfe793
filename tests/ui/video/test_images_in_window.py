"""A photo is a photo, and a folder of them is turned over: no seconds, no frame rate, each its own size."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from support.films.media_files import make_video
from support.window.window_driver import key
from yolocam.pipeline.sinks.results.annotated_images import write_image
from yolocam.pipeline.sources.types.file_source import open_path
from yolocam.ui.video.transport.seek_bar import SeekBar
from yolocam.ui.widgets.elided_label import ElidedLabel


@pytest.fixture
def window(make_window, sources, monkeypatch):
    """A window that opens real files."""
    monkeypatch.setattr(sources, "open", open_path)
    return make_window()


@pytest.fixture
def folder(tmp_path):
    """Three images of different sizes."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, size in (("a.png", (40, 60)), ("b.png", (80, 50)), ("c.png", (30, 30))):
        write_image(folder / name, np.zeros((*size, 3), np.uint8))
    return folder


def opened(qtbot, window, path):
    window.open(str(path))
    qtbot.waitUntil(lambda: window.view.current is not None)
    qtbot.waitUntil(lambda: window.actions_by_name["snapshot"].isEnabled())


def place(window):
    return window.transport.findChild(ElidedLabel).text()


def name(window):
    return window.view.current.frame.source.name


@pytest.mark.slow
def test_a_single_image_has_no_transport_and_no_rate(qtbot, window, folder):
    opened(qtbot, window, folder / "b.png")
    qtbot.waitUntil(lambda: window.status_bar.figure("source").text() == "50×80")
    assert not window.transport.isVisible() and not window.viewer.replay.isVisible()
    assert window.status_bar.figure("rate").text() == "–"


@pytest.mark.slow
def test_images_wait_until_they_are_turned_over(qtbot, window, folder):
    opened(qtbot, window, folder)
    qtbot.waitUntil(lambda: place(window) == "1 / 3  a.png")
    assert not [label for label in window.transport.findChildren(QLabel) if label.isVisible()]
    assert window.session.playback.state.paused
    key(qtbot, window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: place(window) == "2 / 3  b.png")
    qtbot.waitUntil(lambda: window.status_bar.figure("source").text() == "50×80")
    key(qtbot, window, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: place(window) == "3 / 3  c.png")
    key(qtbot, window, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: place(window) == "2 / 3  b.png")
    bar = window.transport.findChild(SeekBar)
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(2, bar.height() // 2))
    qtbot.waitUntil(lambda: place(window) == "1 / 3  a.png")
    assert not window.viewer.replay.isVisible()


@pytest.mark.slow
def test_a_folder_of_images_and_films_says_what_is_shown(qtbot, window, folder):
    make_video(folder / "film.mp4", 3)
    opened(qtbot, window, folder)
    qtbot.waitUntil(lambda: window.tool_bar.title.text() == f"photos · {name(window)}")
    qtbot.waitUntil(lambda: window.status_bar.figure("source").text()[0] != "0")


@pytest.mark.slow
def test_a_folder_of_images_and_films_is_gone_through_by_keys_and_mouse(qtbot, window, folder):
    make_video(folder / "bb.mp4", 90, size=(64, 48))
    opened(qtbot, window, folder)
    window.session.playback.pause()
    assert window.transport.isVisible()
    window.session.playback.seek(0)
    qtbot.waitUntil(lambda: place(window) == "1 / 4  a.png")
    for expected in ("2 / 4  b.png", "3 / 4  bb.mp4"):
        key(qtbot, window, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda expected=expected: place(window) == expected)
    assert window.view.current.frame.size_wh == (64, 48)
    key(qtbot, window, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: place(window) == "4 / 4  c.png")
    key(qtbot, window, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: place(window) == "3 / 4  bb.mp4")
    bar = window.transport.findChild(SeekBar)
    qtbot.mouseClick(
        bar, Qt.MouseButton.LeftButton, pos=QPoint(round(bar.x_of()(4_500_000_000)), bar.height() // 2)
    )
    qtbot.waitUntil(lambda: place(window) == "2 / 4  b.png")
    assert window.view.current.frame.size_wh == (50, 80)
