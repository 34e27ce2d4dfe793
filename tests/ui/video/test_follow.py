"""An object can be kept in sight, and cut out of the image."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from support.pipeline.recording_frames import result
from support.window.real_mouse import press_key, press_move_release
from support.window.window_driver import paused_film
from yolocam.detections import Detections
from yolocam.pipeline.snapshot import save_cut_out
from yolocam.ui.video.following import LOST_AFTER, Following
from yolocam.ui.video.pointed_box import boxes_of

BOX = (140.0, 175.0)


def seen(*boxes: tuple[float, float, float, float], classes=None, tracks=None):
    count = len(boxes)
    ids = np.array(classes or [0] * count, np.int32)
    found = Detections(
        xyxy=np.array(boxes, np.float32).reshape(-1, 4),
        objectness=np.ones(count, np.float32),
        class_score=np.ones(count, np.float32),
        class_id=ids,
    )
    if tracks is not None:
        found = replace(found, track_id=np.array(tracks, np.int64))
    return result(0, found=found).detected


def following(detected) -> Following:
    chosen = Following()
    chosen.start(boxes_of(detected, 0)[0])
    return chosen


def test_the_nearest_of_its_class_is_the_one():
    chosen = following(seen((10, 10, 20, 20)))
    assert (
        chosen.look(seen((60, 60, 70, 70), (14, 11, 24, 21), (11, 10, 21, 20), classes=[0, 0, 1])).xyxy[0]
        == 14
    )


def test_a_track_is_followed_wherever_it_goes():
    chosen = following(seen((10, 10, 20, 20), tracks=[7]))
    assert chosen.look(seen((12, 10, 22, 20), (300, 10, 310, 20), tracks=[8, 7])).xyxy[0] == 300


def test_an_object_that_is_gone_is_given_up_after_a_while():
    chosen = following(seen((10, 10, 20, 20)))
    for _ in range(LOST_AFTER):
        assert chosen.look(seen()).xyxy[0] == 10
    assert chosen.look(seen()) is None


@pytest.fixture
def view(qtbot, window):
    window.resize(1280, 800)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    paused_film(qtbot, window)
    qtbot.waitUntil(lambda: window.viewer.message_bar.isHidden() and window.controls.isVisible())
    return window.view


def choose(window, view, text: str) -> None:
    """Choose an entry of the menu of the box at BOX."""
    rect, (width, height) = view.target_rect(), view.current.frame.size_wh
    place = QPointF(rect.x() + BOX[0] / width * rect.width(), rect.y() + BOX[1] / height * rect.height())
    window.picture_menu.open_at(place.toPoint())
    (entry,) = [action for action in window.picture_menu.actions() if action.text() == text]
    assert entry.isVisible()
    window.picture_menu.hide()
    entry.trigger()


def test_follow_zooms_in_on_a_box_until_esc(qtbot, window, view):
    choose(window, view, "Follow")
    assert view.is_zoomed
    left, top, right, bottom = view.followed.xyxy
    rect, (width, height) = view.target_rect(), view.current.frame.size_wh
    x = rect.x() + (left + right) / 2 / width * rect.width()
    y = rect.y() + (top + bottom) / 2 / height * rect.height()
    # As far as the image's edges allow it.
    assert abs(x - view.width() / 2) < view.width() / 3
    assert abs(y - view.height() / 2) < view.height() / 3
    press_key(Qt.Key.Key_Escape)
    assert view.followed is None
    assert not view.is_zoomed


def test_a_drag_ends_following_where_one_is(qtbot, window, view):
    choose(window, view, "Follow")
    middle = view.rect().center()
    press_move_release(view, middle, middle + QPoint(30, 20), middle + QPoint(60, 40))
    assert view.followed is None
    assert view.is_zoomed


def test_showing_the_whole_image_ends_following(qtbot, window, view):
    choose(window, view, "Follow")
    window.actions_by_name["zoom_to_fit"].trigger()
    assert view.followed is None
    assert not view.is_zoomed


def test_a_cut_out_is_saved_as_it_is_in_the_frame(qtbot, window, view, tmp_path):
    box = view.box_under(view.target_rect().center())
    choose(window, view, "Save cut-out")
    qtbot.waitUntil(lambda: len(list((tmp_path / "pictures").glob("*.png"))) == 1)
    (path,) = (tmp_path / "pictures").glob("*.png")
    qtbot.waitUntil(lambda: path.name in window.viewer.message_bar.text)
    image = cv2.imread(str(path))
    frame = view.current.frame.image
    assert 0 < image.shape[0] < frame.shape[0]
    assert 0 < image.shape[1] < frame.shape[1]
    assert box is None or box.name


@pytest.mark.parametrize("name", ["a/b", "..", "con", "x" * 400, "<>?*", ""])
def test_any_class_makes_a_file_name(tmp_path, name):
    path = save_cut_out(result(0).frame, (0.0, 0.0, 9.4, 5.2), name, tmp_path)
    assert path.parent == tmp_path
    assert cv2.imread(str(path)).shape[:2] == (6, 10)
    other = save_cut_out(result(0).frame, (0.0, 0.0, 9.4, 5.2), name, tmp_path)
    assert other != path
