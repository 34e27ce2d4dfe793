"""The image can be touched: zoomed, moved, clicked; a box tells what it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from support.window.real_mouse import click, double_click, press_key, press_move_release, wheel
from support.window.window_driver import open_film, paused_film
from support.window.window_fakes import NAMES, WIDTH
from yolocam.ui.video.zoom import MAX_ZOOM, Zoom

CTRL = Qt.KeyboardModifier.ControlModifier
BOX = (140.0, 175.0)  # in pixels of the frame: the better of the two that overlap is of class 0


@pytest.fixture
def view(qtbot, window):
    window.resize(1280, 800)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    paused_film(qtbot, window)
    qtbot.waitUntil(lambda: window.viewer.message_bar.isHidden() and window.controls.isVisible())
    return window.view


def place_of(view, x: float, y: float) -> QPoint:
    rect = view.target_rect()
    width, height = view.current.frame.size_wh
    return QPointF(rect.x() + x / width * rect.width(), rect.y() + y / height * rect.height()).toPoint()


def is_paused(window) -> bool:
    return window.session.playback.state.paused


@pytest.mark.slow
def test_control_and_wheel_zoom_at_the_pointer(view):
    before = view.target_rect()
    place = QPoint(view.width() // 4, view.height() // 3)
    share = (place.x() - before.x()) / before.width()
    wheel(view, 360, place, CTRL)
    after = view.target_rect()
    assert after.width() == pytest.approx(before.width() * 1.25**3)
    assert (place.x() - after.x()) / after.width() == pytest.approx(share, abs=0.002)
    wheel(view, -360, place, CTRL)
    assert view.target_rect() == before and not view.is_zoomed


@pytest.mark.slow
def test_the_wheel_alone_changes_nothing(view):
    before = view.target_rect()
    wheel(view, 360)
    assert view.target_rect() == before


@pytest.mark.slow
def test_a_drag_moves_the_zoomed_image_and_pauses_nothing(window, view):
    wheel(view, 480, None, CTRL)
    before = view.target_rect()
    middle = view.rect().center()
    press_move_release(view, middle, middle + QPoint(30, 20), middle + QPoint(60, 40))
    assert view.target_rect().topLeft() == before.topLeft() + QPointF(60, 40)
    assert is_paused(window)
    for _ in range(30):  # no gap opens at the edge
        press_move_release(view, middle, middle + QPoint(300, 250))
    assert view.target_rect().x() == 0 and view.target_rect().y() == 0


@pytest.mark.slow
def test_a_double_click_shows_the_whole_image_again(window, view):
    wheel(view, 480, None, CTRL)
    double_click(view)
    assert not view.is_zoomed and not window.isFullScreen() and is_paused(window)


@pytest.mark.slow
def test_keys_zoom(view):
    press_key(Qt.Key.Key_Plus, CTRL)
    press_key(Qt.Key.Key_Plus, CTRL)
    press_key(Qt.Key.Key_Minus, CTRL)
    assert view.is_zoomed
    press_key(Qt.Key.Key_0, CTRL)
    assert not view.is_zoomed


@pytest.mark.slow
def test_another_source_is_seen_as_a_whole(qtbot, window, view):
    wheel(view, 480, None, CTRL)
    open_film(qtbot, window, "other.avi")
    qtbot.waitUntil(lambda: window.view.current.frame.source.name == "other.avi")
    assert not view.is_zoomed


@pytest.mark.slow
def test_a_click_plays_and_pauses(window, view):
    click(view)
    assert not is_paused(window)
    click(view)
    assert is_paused(window)


@pytest.mark.slow
def test_a_click_at_the_end_does_not_start_over(qtbot, window, view):
    press_key(Qt.Key.Key_End)
    window.session.playback.play()
    qtbot.waitUntil(lambda: window.session.playback.state.ended)
    click(view, QPoint(20, 20))
    assert window.session.playback.state.ended


@pytest.mark.slow
def test_full_screen_by_a_double_click_leaves_playing_as_it_was(qtbot, window, view):
    double_click(view)
    qtbot.waitUntil(window.isFullScreen)
    assert is_paused(window)


@pytest.mark.slow
def test_a_box_tells_what_it_is(qtbot, window, view):
    place = place_of(view, *BOX)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    assert "person 0.90" in QToolTip.text() and "80 × 50 pixels" in QToolTip.text()
    QToolTip.hideText()
    empty = place_of(view, 300, 220)
    assert view.box_under(QPointF(empty)) is None


@pytest.mark.slow
def test_the_box_under_the_pointer_is_outlined(view):
    QTest.mouseMove(view.window().windowHandle(), view.mapTo(view.window(), place_of(view, 300, 220)))
    QApplication.processEvents()
    plain = view.grab().toImage()
    QTest.mouseMove(view.window().windowHandle(), view.mapTo(view.window(), place_of(view, *BOX)))
    QApplication.processEvents()
    assert view.grab().toImage() != plain


def choose(menu, text: str) -> None:
    (action,) = (a for a in menu.actions() if a.isVisible() and a.text() == text)
    while menu.activeAction() is not action:
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def right_click(window, view, x: float, y: float):
    window.picture_menu.open_at(place_of(view, x, y))
    QApplication.processEvents()
    return window.picture_menu


@pytest.mark.slow
def test_a_right_click_on_a_box_shows_only_its_class(window, view):
    click(view, place_of(view, *BOX), Qt.MouseButton.RightButton)
    assert is_paused(window)
    choose(right_click(window, view, *BOX), f"Only {NAMES[0]}")
    assert window.session.store.current.classes == frozenset({0})
    choose(right_click(window, view, *BOX), "Show every class")
    assert window.session.store.current.classes is None


@pytest.mark.slow
def test_a_right_click_on_a_box_hides_its_class(window, view):
    choose(right_click(window, view, *BOX), f"Hide {NAMES[0]}")
    assert window.session.store.current.classes == frozenset({1, 2, 3, 4})


@pytest.mark.slow
def test_what_a_box_is_can_be_copied(window, view):
    choose(right_click(window, view, *BOX), "Copy")
    assert QGuiApplication.clipboard().text().startswith("person 0.90\n80 × 50 pixels")


@pytest.mark.slow
def test_beside_the_boxes_the_menu_is_that_of_the_image(window, view):
    menu = right_click(window, view, 300, 220)
    shown = [a.text() for a in menu.actions() if a.isVisible()]
    assert "Copy" not in shown and any(text.startswith("Play or pause") for text in shown)
    menu.close()


@pytest.mark.slow
def test_in_the_mirror_the_box_is_on_the_other_side(qtbot, window, view):
    window.actions_by_name["mirror"].trigger()
    mirrored = QPointF(place_of(view, WIDTH - 105, 190))
    qtbot.waitUntil(lambda: view.box_under(mirrored) is not None)
    assert view.box_under(mirrored).class_id == 0
    window.actions_by_name["mirror"].trigger()


@pytest.mark.slow
def test_zoom_has_its_ends():
    zoom, image, room = Zoom(), QSize(320, 240), QSize(640, 480)
    zoom.by(1e9, QPointF(1, 1), image, room)
    assert zoom.rect(image, room).width() == pytest.approx(640 * MAX_ZOOM)
    zoom.by(1e-9, QPointF(1, 1), image, room)
    assert not zoom.is_active and zoom.rect(image, room).width() == 640
