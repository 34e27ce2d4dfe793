"""Recent files have small images on the start page; what is dragged over the window is told before."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QPushButton

from support.window.window_driver import open_film
from support.window.window_fakes import FILM
from yolocam.ui.thumbnails import Thumbnails


def image(level: int, size=(90, 160)) -> np.ndarray:
    return np.full((*size, 3), level, np.uint8)


def test_an_image_is_kept_whole_whatever_its_shape(qapp, tmp_path):
    kept = Thumbnails(tmp_path / "recents")
    for address, size in (("wide.avi", (10, 300)), ("high.avi", (300, 10)), ("dot.png", (1, 1))):
        kept.keep(address, image(255, size))
        pixels = kept.icon(address).pixmap(128, 72).toImage()
        assert (pixels.width(), pixels.height()) == (128, 72)
        assert pixels.pixelColor(64, 36).red() > 200
    assert kept.icon("other.avi") is None


def test_only_the_recent_ones_are_kept(qapp, tmp_path):
    kept = Thumbnails(tmp_path / "recents")
    for address in ("a", "b"):
        kept.keep(address, image(9))
    kept.keep_only(("b",))
    assert kept.icon("a") is None
    assert kept.icon("b") is not None
    assert len(list((tmp_path / "recents").iterdir())) == 1


def test_a_damaged_one_is_not_shown(qapp, tmp_path):
    kept = Thumbnails(tmp_path / "recents")
    kept.keep("a", image(9))
    (path,) = (tmp_path / "recents").iterdir()
    path.write_bytes(b"nothing")
    assert kept.icon("a") is None


def recents(tmp_path) -> int:
    return len(list((tmp_path / "recents").glob("*.jpg")))


def test_the_start_page_shows_them_and_forgets_them(qtbot, window, tmp_path):
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: recents(tmp_path) == 1)
    page = window.viewer.start_page

    def icon():
        (button,) = (b for b in page.findChildren(QPushButton) if b.text() == FILM)
        return button.icon().availableSizes()

    qtbot.waitUntil(lambda: [size.width() for size in icon()] == [128])
    window.actions_by_name["clear_recents"].trigger()
    assert recents(tmp_path) == 0


def test_nothing_of_a_network_stream_is_kept(qtbot, window, tmp_path, sources, monkeypatch):
    window.open("rtsp://127.0.0.1:1/live")
    qtbot.waitUntil(lambda: len(sources.addresses) == 1)
    qtbot.waitUntil(lambda: window.view.current is not None and window.view.current.frame.index > 10)
    assert recents(tmp_path) == 0


@pytest.mark.parametrize(
    ("names", "text"),
    [(["film.mp4"], "Drop to open"), (["a.cfg", "a.weights"], "Drop to add the model")],
)
def test_what_a_drop_would_do_is_told_while_dragging(window, tmp_path, names, text):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    hint = window.viewer.drop_hint
    QCoreApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), *how))
    assert (hint.isVisible(), hint.text()) == (True, text)
    QCoreApplication.sendEvent(window, QDragLeaveEvent())
    assert not hint.isVisible()
    QCoreApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), *how))
    QCoreApplication.sendEvent(window, QDropEvent(QPointF(9, 9), *how))
    assert not hint.isVisible()
