"""No box ever holds up a running picture, whatever is asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from support.window.walk import modal_box
from support.window.window_driver import open_film
from support.window.window_fakes import fake_detector
from yolocam.ui.actions import action_specs

_ENDS = {"quit", "close_source", "open_copied"}


def dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


@pytest.mark.slow
def test_no_action_opens_a_box_that_holds_up_the_film(qtbot, make_window):
    window = make_window(file_detector=lambda settings: (fake_detector(settings), 1))
    open_film(qtbot, window)
    window.session.playback.set_loop(True)
    opened = 0
    for spec in action_specs():
        action = window.actions_by_name[spec.name]
        if spec.name in _ENDS or not action.isEnabled():
            continue
        action.trigger()
        qtbot.wait(1)
        assert modal_box() is None, spec.name
        for dialog in dialogs():
            opened += 1
            dialog.close()
    assert opened >= 10
    window.session.playback.play()
    shown = window.view.current
    qtbot.waitUntil(lambda: window.view.current is not shown)


@pytest.mark.slow
def test_a_name_that_is_taken_is_asked_about_without_a_box(qtbot, window, tmp_path):
    """Only who says so in the message bar replaces a file."""
    open_film(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_T)
    dock = window.results.dock
    qtbot.waitUntil(dock.save_table.isEnabled)
    there = tmp_path / "mine.csv"
    there.write_text("mine", encoding="utf-8")
    qtbot.mouseClick(dock.save_table, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog)
    dialog.selectFile(str(there))
    dialog.accept()
    assert modal_box() is None
    bar = window.viewer.message_bar
    qtbot.waitUntil(lambda: "mine.csv" in bar.text)
    assert there.read_text(encoding="utf-8") == "mine"
    qtbot.mouseClick(bar._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: there.read_text(encoding="utf-8") != "mine")
