"""Recording settings: chosen in a dialog, remembered, and used by the next recording."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from support.window.window_fakes import FILM
from yolocam.errors import SettingsError
from yolocam.media.encoding.encoder_settings import LIVE
from yolocam.ui.preferences import Preferences
from yolocam.ui.recording.recording_choices import (
    RecordingChoices,
    checked_pattern,
    keep_choices,
    remembered_choices,
)
from yolocam.ui.recording.recording_dialog import RecordingDialog


@pytest.fixture
def ask(qtbot):
    def opened(choices=None, source_wh=(640, 480)):
        parent = QWidget()
        qtbot.addWidget(parent)
        found = []
        dialog = RecordingDialog(
            parent, choices or RecordingChoices(), "annotated", source_wh, lambda *what: found.append(what)
        )
        dialog.parent_kept = parent
        return dialog, found

    return opened


def test_nothing_changed_leaves_everything_as_it_is(ask):
    dialog, found = ask()
    assert dialog.preset.currentData() == "balanced" and dialog.base.text() == "640 × 480"
    dialog.accept()
    assert found == [(RecordingChoices(), "annotated")]


def test_what_was_chosen_is_given_and_remembered(ask, tmp_path, qtbot):
    dialog, found = ask()
    qtbot.waitUntil(lambda: dialog.codec.findData("mpeg4") >= 0)  # only codecs that work are offered
    dialog.codec.setCurrentIndex(dialog.codec.findData("mpeg4"))
    dialog.control.setCurrentIndex(dialog.control.findData("bitrate"))
    dialog.bitrate.setValue(3000)
    dialog.image_size.setCurrentIndex(dialog.image_size.findText("1280 × 720"))
    dialog.encoder.setCurrentIndex(1)
    dialog.rate.setCurrentIndex(dialog.rate.findData(15))
    dialog.container.setCurrentIndex(1)
    dialog.what.setCurrentIndex(2)
    dialog.folder.setText(str(tmp_path))
    dialog.pattern.setText("cam {date}")
    dialog.accept()
    ((choices, what),) = found
    assert what == "both"
    assert choices.encoder == replace(
        LIVE, codec="mpeg4", bitrate=3_000_000, size_wh=(1280, 720), hardware=False, fps=Fraction(15)
    )
    assert choices.path(datetime(2026, 11, 28)) == tmp_path / "cam 2026-11-28.mkv"
    keep_choices(Preferences(tmp_path / "a.ini"), choices)
    assert remembered_choices(Preferences(tmp_path / "a.ini")) == choices
    again, _ = ask(choices)
    again.accept()
    assert _[0][0] == choices


def test_encoders_that_work_are_offered_by_name_for_their_codec(ask, qtbot, tmp_path):
    dialog, found = ask()
    qtbot.waitUntil(lambda: dialog.encoder.findData("libx264") >= 0)
    dialog.encoder.setCurrentIndex(dialog.encoder.findData("libx264"))
    dialog.accept()
    ((choices, _),) = found
    assert (choices.encoder.encoder, choices.encoder.codec) == ("libx264", "auto")
    keep_choices(Preferences(tmp_path / "a.ini"), choices)
    assert remembered_choices(Preferences(tmp_path / "a.ini")) == choices
    again, _ = ask(choices)
    qtbot.waitUntil(lambda: again.codec.findData("mpeg4") >= 0)
    assert again.encoder.currentData() == "libx264"
    again.codec.setCurrentIndex(again.codec.findData("mpeg4"))
    assert again.encoder.findData("libx264") < 0 and again.encoder.currentData() is True


def test_the_folder_is_asked_for_as_that_of_recordings(ask, qtbot, tmp_path):
    dialog, _ = ask()
    (button,) = [button for button in dialog.findChildren(QPushButton) if button.text() == "Browse…"]
    button.click()
    (chooser,) = dialog.findChildren(QFileDialog)
    assert "recordings" in chooser.windowTitle()
    chooser.fileSelected.emit(str(tmp_path))
    assert dialog.folder.text() == str(tmp_path)


def test_nothing_is_polled_once_the_machine_is_known(ask, qtbot):
    dialog, _ = ask()
    assert any(timer.isActive() for timer in dialog.probe.findChildren(QTimer))
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in dialog.probe.findChildren(QTimer)))
    assert dialog.codec.count() > 2


def test_presets_and_own_values(ask):
    dialog, _ = ask()
    dialog.preset.setCurrentIndex(dialog.preset.findData("small"))
    small = dialog.quality.value()
    dialog.preset.setCurrentIndex(dialog.preset.findData("best"))
    assert dialog.quality.value() < small
    dialog.quality.setValue(33)
    assert dialog.preset.currentData() == ""
    dialog.control.setCurrentIndex(1)
    assert dialog.bitrate.isEnabled() and not dialog.quality.isEnabled()


@pytest.mark.slow
def test_what_this_machine_can_do_is_tried_and_told(ask, qtbot):
    dialog, found = ask(source_wh=(320, 240))
    dialog.measure.click()
    assert not dialog.measure.isEnabled()
    qtbot.waitUntil(lambda: dialog.measure.isEnabled())
    assert "images per second here" in dialog.problem.text()
    dialog.accept()
    assert found[0][0].encoder.codec in ("h264", "hevc")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["", "  ", "a/b", "a:b", ".hidden"])
def test_names_that_no_file_can_have(ask, name):
    with pytest.raises(SettingsError, match="cannot be the name"):
        checked_pattern(name)
    dialog, found = ask()
    dialog.pattern.setText(name)
    dialog.accept()
    assert "cannot be the name" in dialog.problem.text() and not found


@pytest.mark.parametrize(
    "kept",
    [
        {"codec": "x", "quality": "y", "size": "1x1"},
        {"quality": "900"},
        {"": "", "folder": 7, "sound": None},
        {"size": "99999x3", "container": ".exe", "pattern": "/"},
    ],
)
def test_broken_preferences_are_as_usual(tmp_path, kept):
    preferences = Preferences(tmp_path / "a.ini")
    preferences.keep_object("recording", kept)
    assert remembered_choices(preferences) == RecordingChoices()


@pytest.mark.slow
def test_the_next_recording_of_the_window_is_made_so(qtbot, make_window, tmp_path):
    window = make_window(address=FILM)
    window.recording_settings.show_dialog()
    dialog = window.findChild(RecordingDialog)
    dialog.container.setCurrentIndex(1)
    dialog.folder.setText(str(tmp_path / "films"))
    dialog.what.setCurrentIndex(1)
    dialog.accept()
    recording = window.saved_files.recording
    assert recording.what == "raw"
    checked = [action.data() for action in window.record_button.menu().actions() if action.isChecked()]
    assert checked == ["raw"]
    recording.start()
    qtbot.waitUntil(lambda: recording.phase == "recording")
    assert recording.state.path.parent == Path(tmp_path / "films") and recording.state.path.suffix == ".mkv"
    recording.stop()
