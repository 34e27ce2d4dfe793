"""A screen, or a part of it that is dragged over, becomes the source."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from support.window.real_mouse import click, press_move_release
from support.window.window_driver import key
from yolocam.pipeline.sources.live.screen import ScreenRequest
from yolocam.ui.preferences import Preferences
from yolocam.ui.screen.screen_dialog import ScreenDialog
from yolocam.ui.screen.screen_picker import ScreenPicker, in_pixels


@pytest.fixture
def dialog(window, qtbot, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    qtbot.waitUntil(window.isActiveWindow)
    key(qtbot, window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    found = window.findChild(ScreenDialog)
    found.opened = []
    found._chosen = found.opened.append
    return found


def shade_of(qtbot, window):
    qtbot.waitUntil(lambda: any(one.shades for one in window.findChildren(ScreenPicker)))
    return window.findChild(ScreenPicker).shades[0]


def test_a_part_is_dragged_over_and_captured(dialog, window, qtbot):
    click(dialog.drag)
    shade = shade_of(qtbot, window)
    assert not window.isVisible() and not dialog.isVisible()  # they would stand in the way
    press_move_release(shade, QPoint(300, 260), QPoint(200, 200), QPoint(100, 60))
    assert window.isVisible() and dialog.isVisible()
    assert dialog.part.text() == "100, 60, 201, 201"
    dialog.cursor_shown.setChecked(False)
    dialog.rate.setValue(15)
    dialog.accept()
    assert dialog.opened == ["screen:100,60,201,201?fps=15&cursor=off"]
    request = ScreenRequest.parse(dialog.opened[0])
    assert request.rectangle == (100, 60, 201, 201) and request.fps == 15 and not request.cursor


def test_esc_and_a_mere_click_choose_nothing(dialog, window, qtbot):
    dialog.accept()  # nothing is chosen yet, so that one is asked
    shade = shade_of(qtbot, window)
    press_move_release(shade, QPoint(50, 50))
    assert shade.isVisible() and shade.chosen.isEmpty()
    QTest.keyClick(shade, Qt.Key.Key_Escape)
    assert window.isVisible() and dialog.part.text() == "" and dialog.opened == []


def test_enter_takes_the_whole_screen(dialog, window, qtbot):
    dialog.pick()
    shade = shade_of(qtbot, window)
    size = shade.screen().geometry().size()
    QTest.keyClick(shade, Qt.Key.Key_Return)
    assert dialog.part.text() == f"0, 0, {size.width()}, {size.height()}"


def test_whole_screens_and_typed_parts_are_remembered(dialog, window, tmp_path):
    dialog.part.setText("1, 2, 30, 40")
    dialog.cursor_shown.setChecked(False)
    dialog.accept()
    assert dialog.opened == ["screen:1,2,30,40?cursor=off"]
    again = ScreenDialog(window, dialog.opened.append, window._preferences)
    assert again.address == "screen:1,2,30,40?cursor=off"
    again.what.setCurrentIndex(1)
    again.cursor_shown.setChecked(True)
    again.accept()
    assert dialog.opened[-1] == "screen:0"


@pytest.mark.parametrize("part", ["1,2,3", "a,b,c,d", "0,0,-5,5"])
def test_a_part_that_is_none_is_told(dialog, part):
    dialog.part.setText(part)
    dialog.accept()
    assert "is no screen" in dialog.problem.text() and not dialog.opened


def test_a_session_that_lets_nobody_see_its_screen_says_so(window, monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    dialog = ScreenDialog(window, print, Preferences(tmp_path / "b.ini"))
    assert "DISPLAY is not set" in dialog.problem.text() and not dialog._open.isEnabled()


def test_pixels_of_a_scaled_screen_beside_another():
    assert in_pixels(QRect(10, 20, 100, 50), QPoint(1920, 0), 2.0) == (1940, 40, 200, 100)
    assert in_pixels(QRect(1, 1, 101, 51), QPoint(0, 0), 1.5) == (2, 2, 151, 76)
