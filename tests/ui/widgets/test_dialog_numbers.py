"""Numbers in dialogs are entered as those of the panel: a click, some typing, Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from support.window.real_mouse import click, double_click, press_key, press_move_release, type_keys
from yolocam.ui.preferences import Preferences
from yolocam.ui.recording.recording_choices import RecordingChoices
from yolocam.ui.recording.recording_dialog import RecordingDialog
from yolocam.ui.recording.replay import ReplayChoices
from yolocam.ui.recording.replay_dialog import ReplayDialog
from yolocam.ui.rules.value_fields import NumberField
from yolocam.ui.screen.screen_dialog import ScreenDialog

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def parent(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


def shown(qtbot, dialog):
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


@pytest.fixture
def replay(qtbot, parent):
    """The dialog, and what it was left with."""
    found: list[ReplayChoices] = []
    return shown(qtbot, ReplayDialog(parent, ReplayChoices(on=True), found.append)), found


def type_into(qtbot, box, text: str) -> None:
    """Click into the number, not at its arrows, and type."""
    click(box, QPoint(12, box.height() // 2))
    qtbot.waitUntil(lambda: bool(box.lineEdit().selectedText()))
    type_keys(text)


@pytest.mark.parametrize("typed", ["45", "45 s", "45s", "4.5e1"])
def test_a_click_and_typing_replaces_the_number(qtbot, replay, typed) -> None:
    dialog, found = replay
    type_into(qtbot, dialog.seconds, typed)
    press_key(ENTER)
    assert [choices.seconds for choices in found] == [45]


@pytest.mark.parametrize("typed", ["9999", "4", "-45", "abc", "45 MB", "50%", "4 5"])
def test_what_cannot_be_meant_turns_red_and_the_dialog_stays(qtbot, replay, typed) -> None:
    dialog, found = replay
    before = dialog.seconds.text()
    type_into(qtbot, dialog.seconds, typed)
    press_key(ENTER)
    assert dialog.seconds.is_refused and dialog.seconds.text() == before
    assert dialog.isVisible() and not found
    type_into(qtbot, dialog.seconds, "45")
    assert not dialog.seconds.is_refused
    press_key(ENTER)
    assert [choices.seconds for choices in found] == [45]


def test_ok_after_such_a_number_keeps_the_dialog_once(qtbot, replay) -> None:
    dialog, found = replay
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    type_into(qtbot, dialog.seconds, "9999")
    click(ok)
    assert dialog.seconds.is_refused and dialog.isVisible() and not found
    click(ok)
    assert found == [ReplayChoices(on=True)]


def test_escape_takes_nothing_of_what_was_typed(qtbot, parent, replay) -> None:
    dialog, found = replay
    type_into(qtbot, dialog.seconds, "45")
    press_key(ESCAPE)
    qtbot.waitUntil(lambda: not parent.findChildren(ReplayDialog))
    assert not found


def test_a_part_chosen_with_the_mouse_stays_chosen(replay) -> None:
    dialog, _ = replay
    box, middle = dialog.megabytes, dialog.megabytes.height() // 2
    press_move_release(box, QPoint(8, middle), QPoint(16, middle), QPoint(24, middle))
    assert 0 < len(box.lineEdit().selectedText()) < len(box.text())


def test_the_bitrate_of_a_recording_is_typed(qtbot, parent) -> None:
    found = []
    made = RecordingDialog(parent, RecordingChoices(), "raw", (64, 48), lambda *what: found.append(what))
    dialog = shown(qtbot, made)
    dialog.control.setCurrentIndex(dialog.control.findData("bitrate"))
    type_into(qtbot, dialog.bitrate, "6000")
    press_key(ENTER)
    assert found[0][0].encoder.bitrate == 6_000_000


def test_the_frame_rate_of_a_screen_is_typed(qtbot, parent, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    found: list[str] = []
    preferences = Preferences(tmp_path / "a.ini")
    dialog = shown(qtbot, ScreenDialog(parent, found.append, preferences))
    click(dialog.part)
    type_keys("0, 0, 64, 48")
    for typed, expected in (("500", []), ("12", ["screen:0,0,64,48?fps=12"])):
        type_into(qtbot, dialog.rate, typed)
        press_key(ENTER)
        assert found == expected


def test_the_number_of_a_rule_is_replaced_and_a_part_of_it_can_be_chosen(qtbot, parent) -> None:
    field, other = NumberField(0, 100), NumberField(0, 100)
    for place, one in enumerate((field, other)):
        one.setParent(parent)
        one.move(0, 40 * place)
        one.set_value(12)
    shown(qtbot, parent)
    other.setFocus()
    click(field)
    type_keys("35")
    assert field.value() == 35
    double_click(other)
    assert other.selectedText() == "12"
