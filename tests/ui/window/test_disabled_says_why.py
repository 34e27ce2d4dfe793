"""Whatever cannot be used now says why to who points at it, in every state of the window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from support.window.manager_driver import choose
from support.window.real_mouse import click, press_key, type_keys
from support.window.walk import disabled_controls, disabled_without_reason, hidden_tips, says_why
from support.window.window_driver import key, open_film, paused_film
from support.window.window_fakes import CAMERA, FakeFilm, fake_detector
from yolocam.ui.live.go_live_dialog import GoLiveDialog
from yolocam.ui.models.model_manager import ModelManager
from yolocam.ui.recording.recording_dialog import RecordingDialog
from yolocam.ui.results.save_dialog import SaveDialog
from yolocam.ui.rules.rule_dialog import RuleDialog
from yolocam.ui.window.address_dialog import AddressDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def check(qtbot, root) -> None:
    """The window says what it allows at its next look."""
    qtbot.waitUntil(lambda: disabled_without_reason(root) == [])
    assert hidden_tips(root) == []


def test_on_the_start_page_with_a_film_and_while_recording(qtbot, window):
    check(qtbot, window)
    assert list(disabled_controls(window))
    open_film(qtbot, window)
    window.session.playback.set_loop(True)
    window.controls.fold_sections([])
    check(qtbot, window)
    key(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.playback.state.paused)
    check(qtbot, window)
    key(qtbot, window, Qt.Key.Key_Space)
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.saved_files.recording.phase == "recording")
    check(qtbot, window)
    key(qtbot, window, Qt.Key.Key_R)
    check(qtbot, window)
    qtbot.waitUntil(lambda: window.saved_files.recording.phase == "idle")
    key(qtbot, window, Qt.Key.Key_W, CTRL)
    qtbot.waitUntil(lambda: window.session.pipeline is None)
    check(qtbot, window)


@pytest.mark.slow
def test_with_a_camera_a_photo_and_something_that_does_not_open(qtbot, window, sources):
    window.open(CAMERA)
    qtbot.waitUntil(lambda: window.view.current is not None)
    check(qtbot, window)
    sources.opened[-1].unplug()
    qtbot.waitUntil(lambda: window.viewer.message_bar.isVisible())
    check(qtbot, window)
    photo = FakeFilm("photo.jpg", frames=1)
    photo.info = replace(photo.info, kind="image", fps=None, seekable=False)
    window.session.open("photo.jpg")
    sources.open = lambda address: photo
    qtbot.waitUntil(lambda: window.view.current is not None)
    check(qtbot, window)
    window.open("missing.avi")
    qtbot.waitUntil(lambda: window.viewer.message_bar.isVisible())
    check(qtbot, window)


@pytest.mark.slow
@pytest.mark.parametrize("letter", ["T", "C", "W", "D"])
def test_in_the_docks(qtbot, window, letter):
    key(qtbot, window, getattr(Qt.Key, f"Key_{letter}"))
    check(qtbot, window)
    open_film(qtbot, window)
    check(qtbot, window)


@pytest.mark.slow
def test_in_the_dialogs(qtbot, make_window):
    window = make_window(file_detector=lambda settings: (fake_detector(settings), 1))
    paused_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_E, CTRL)
    save = window.findChild(SaveDialog)
    for box in (*save.formats.values(), save.whole):
        click(box, QPoint(8, box.height() // 2))
        check(qtbot, save)
    save.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    key(qtbot, window, Qt.Key.Key_U, CTRL)
    ask = window.findChild(AddressDialog)
    check(qtbot, ask)
    ask.activateWindow()
    click(ask.line)
    type_keys("/films/street.mp4")
    check(qtbot, ask)
    assert not ask.password.isEnabled()
    ask.close()
    window.recording_settings.show_dialog()
    check(qtbot, window.findChild(RecordingDialog))
    window.findChild(RecordingDialog).close()
    click(window._live, QPoint(12, 12))
    check(qtbot, window.findChild(GoLiveDialog))
    window.findChild(GoLiveDialog).close()
    window.rules.dock.show()
    window.rules.dock.add.click()
    check(qtbot, window.findChild(RuleDialog))


@pytest.mark.slow
def test_for_each_model(qtbot, window):
    qtbot.waitUntil(window.isActiveWindow)
    key(qtbot, window, Qt.Key.Key_L, CTRL)
    manager = window.findChild(ModelManager)
    qtbot.waitUntil(lambda: bool(window.models.store.entries))
    for entry in window.models.store.entries:
        choose(manager, entry.name)
        check(qtbot, manager)


def test_the_reason_is_seen_where_one_points(qtbot, window):
    """A disabled button gets the pointer too."""
    (snapshot,) = [w for w in disabled_controls(window) if says_why(w) and "no image" in w.toolTip()]
    place = snapshot.mapTo(window, snapshot.rect().center())
    QTest.mouseMove(window.windowHandle(), place - QPoint(3, 0))
    QTest.mouseMove(window.windowHandle(), place)
    qtbot.waitUntil(lambda: "There is no image yet." in QToolTip.text())
    press_key(Qt.Key.Key_Escape)
