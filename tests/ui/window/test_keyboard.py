"""The keys mean the player: a click on a control does not take the keyboard, Enter and Esc give it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QComboBox, QWidget

from support.window.panel_driver import scroll_to
from support.window.real_mouse import click, press_key, type_keys
from support.window.window_driver import open_film


@pytest.fixture
def playing(qtbot, window):
    window.resize(1280, 800)
    open_film(qtbot, window)
    window.session.playback.set_loop(True)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.controls.isVisible())
    qtbot.waitUntil(lambda: not window.controls.is_collapsed)
    return window


def is_paused(window) -> bool:
    return window.session.playback.state.paused


def visible_controls(window) -> list[QWidget]:
    kinds = (QAbstractButton, QAbstractSlider, QComboBox)
    return [w for kind in kinds for w in window.findChildren(kind) if w.isVisible() and w.window() is window]


@pytest.mark.slow
def test_space_plays_whatever_was_clicked_before(qtbot, playing):
    controls = playing.controls
    classes = controls.row("classes")
    for widget in (controls.row("confidence").slider, classes.view.viewport(), controls.row("labels").box):
        scroll_to(controls, widget)
        click(widget)
        before = is_paused(playing)
        press_key(Qt.Key.Key_Space)
        assert is_paused(playing) != before


def test_no_control_takes_the_keyboard_from_a_click(playing):
    greedy = [w for w in visible_controls(playing) if w.focusPolicy() & Qt.FocusPolicy.ClickFocus]
    assert greedy == [] and len(visible_controls(playing)) > 30


@pytest.mark.slow
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_give_the_keyboard_back(qtbot, playing, key):
    for field, text in (
        (playing.controls.row("confidence").box, "0.5"),
        (playing.controls.row("classes").search, "rs "),
    ):
        click(field)
        type_keys(text)
        assert not is_paused(playing)
        press_key(key)
        assert QApplication.focusWidget() is playing.view
        press_key(Qt.Key.Key_Space)
        assert is_paused(playing)
        press_key(Qt.Key.Key_Space)
    assert playing.session.store.current.confidence == (0.5 if key == Qt.Key.Key_Return else 0.25)


@pytest.mark.slow
def test_tab_still_reaches_the_controls(playing):
    slider = playing.controls.row("confidence").slider
    for _ in range(60):
        press_key(Qt.Key.Key_Tab)
        if QApplication.focusWidget() is slider:
            break
    press_key(Qt.Key.Key_Right)
    assert playing.session.store.current.confidence == 0.26
    press_key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is playing.view
