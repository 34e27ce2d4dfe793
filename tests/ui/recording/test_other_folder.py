"""What could not be saved is saved in another folder, which the message offers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from support.window.window_driver import choose_another, key, open_film, paused_film
from support.window.window_fakes import CAMERA
from yolocam.errors import SinkError
from yolocam.pipeline.sinks.results.result_set import ResultSet
from yolocam.pipeline.sinks.video.recorder import Recorder
from yolocam.ui.recording.recording_choices import remembered_choices
from yolocam.ui.results.saving import SaveRequest


@pytest.mark.slow
def test_a_recording_begins_in_another_folder_which_is_remembered(qtbot, window, tmp_path):
    (tmp_path / "videos").write_text("a file where the folder should be")
    open_film(qtbot, window, CAMERA)
    key(qtbot, window, Qt.Key.Key_R)
    bar, recording = window.viewer.message_bar, window.saved_files.recording
    qtbot.waitUntil(lambda: "did not start" in bar.text)
    choose_another(qtbot, window, tmp_path / "elsewhere")
    qtbot.waitUntil(lambda: recording.phase == "recording" and recording.state.frames > 2)
    window.record_button.click()
    qtbot.waitUntil(lambda: bar.text.startswith("Saved"))
    assert len(list((tmp_path / "elsewhere").glob("*.mp4"))) == 1
    assert remembered_choices(window._preferences).folder == tmp_path / "elsewhere"


@pytest.mark.slow
def test_a_recording_that_filled_the_disk_goes_on_elsewhere(qtbot, window, tmp_path, monkeypatch):
    open_film(qtbot, window, CAMERA)
    recording = window.saved_files.recording
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: recording.phase == "recording" and recording.state.frames > 2)

    def full(self, item):
        raise SinkError("no space left") from OSError(28, "No space left on device")

    monkeypatch.setattr(Recorder, "write", full)
    qtbot.waitUntil(lambda: window.viewer.message_bar.text == "Recording stopped: no space left")
    monkeypatch.undo()
    choose_another(qtbot, window, tmp_path / "elsewhere")
    qtbot.waitUntil(lambda: recording.phase == "recording" and recording.state.frames > 2)
    assert recording.state.path.parent == tmp_path / "elsewhere"
    assert window.viewer.message_bar.text == ""


@pytest.mark.slow
def test_the_same_snapshot_is_saved_elsewhere_and_so_are_the_next_ones(qtbot, window, tmp_path):
    (tmp_path / "pictures").write_text("a file where the folder should be")
    paused_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_S)
    bar = window.viewer.message_bar
    qtbot.waitUntil(lambda: "cannot be created" in bar.text)
    choose_another(qtbot, window, tmp_path / "elsewhere")
    qtbot.waitUntil(lambda: bar.text.startswith("Saved"))
    window.actions_by_name["snapshot"].trigger()
    qtbot.waitUntil(lambda: len(list((tmp_path / "elsewhere").glob("*.png"))) == 2)


def save(window, path):
    window.saved_files.saving.start(SaveRequest(path, ("json",), False, False))


def test_results_that_cannot_be_begun_are_saved_elsewhere(qtbot, window, tmp_path):
    (tmp_path / "documents").write_text("a file where the folder should be")
    open_film(qtbot, window, CAMERA)
    save(window, tmp_path / "documents" / "found.jsonl")
    choose_another(qtbot, window, tmp_path)
    saving = window.saved_files.saving
    qtbot.waitUntil(lambda: saving.frames > 2)
    saving.stop()
    qtbot.waitUntil(lambda: window.viewer.message_bar.text.startswith("Saved"))
    assert (tmp_path / "found.jsonl").stat().st_size


def test_results_that_filled_the_disk_go_on_elsewhere(qtbot, window, tmp_path, monkeypatch):
    open_film(qtbot, window, CAMERA)
    save(window, tmp_path / "found.jsonl")

    def full(self, item):
        raise SinkError("no space left") from OSError(28, "No space left on device")

    monkeypatch.setattr(ResultSet, "write", full)
    qtbot.waitUntil(lambda: window.viewer.message_bar.text == "Saving the results stopped: no space left")
    monkeypatch.undo()
    qtbot.waitUntil(lambda: not window.saved_files.saving.active)
    choose_another(qtbot, window, tmp_path / "elsewhere")
    qtbot.waitUntil(lambda: window.saved_files.saving.frames > 2)
    assert (tmp_path / "elsewhere" / "found.jsonl").exists()


def test_what_no_folder_helps_offers_none(qtbot, window, monkeypatch):
    open_film(qtbot, window, CAMERA)
    key(qtbot, window, Qt.Key.Key_R)

    def broken(self, item):
        raise SinkError("the encoder broke")

    monkeypatch.setattr(Recorder, "write", broken)
    qtbot.waitUntil(lambda: window.viewer.message_bar.text == "Recording stopped: the encoder broke")
    buttons = window.viewer.message_bar.findChildren(QPushButton)
    assert all(button.isHidden() for button in buttons)
