"""Recordings and snapshots, from the button to the file."""

import json
import threading
import time
from contextlib import nullcontext

import av
import cv2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPushButton

from support.window.window_driver import close_window, held_film, key, offered, open_film, paused_film
from support.window.window_fakes import CAMERA, FILM, FRAMES
from yolocam.errors import SinkError
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.sinks.video.recorder import Recorder, RecordingState
from yolocam.pipeline.sinks.video.recording_part import RecordingPart
from yolocam.ui.recording.record_button import recording_tip
from yolocam.ui.widgets.formatting import bytes_text, duration_text


def frames_of(path):
    with av.open(str(path)) as file:
        return sum(1 for _ in file.decode(video=0))


def record_some(qtbot, window, frames=5):
    recording = window.saved_files.recording
    film = window.session.state.info.seekable
    with held_film(window) if film else nullcontext():
        key(qtbot, window, Qt.Key.Key_R)
        qtbot.waitUntil(lambda: recording.phase == "recording")
    qtbot.waitUntil(lambda: recording.state.frames >= frames)


@pytest.mark.slow
def test_recording_a_film(qtbot, window, tmp_path):
    open_film(qtbot, window)
    record_some(qtbot, window)
    qtbot.waitUntil(lambda: "MB" in window.record_button.text())
    assert "Stop" in window.record_button.accessibleName()
    key(qtbot, window, Qt.Key.Key_R)
    bar = window.viewer.message_bar
    qtbot.waitUntil(lambda: bar.text.startswith("Saved"))
    assert offered(bar).text() == "Show in folder"
    (movie,) = (tmp_path / "videos").glob("*.mp4")
    assert str(movie) in bar.text and "00:00" in bar.text and "MB" in bar.text
    assert frames_of(movie) >= 5
    qtbot.waitUntil(lambda: window.record_button.text() == "Record")
    assert window.session.pipeline.stats.snapshot().recorded == frames_of(movie)


@pytest.mark.slow
def test_closing_while_recording_finishes_the_file(qtbot, make_window, tmp_path):
    window = make_window()
    open_film(qtbot, window, CAMERA)
    record_some(qtbot, window)
    close_window(qtbot, window)
    (movie,) = (tmp_path / "videos").glob("*.mp4")
    assert frames_of(movie) >= 5


@pytest.mark.slow
def test_closing_waits_for_a_recording_that_is_being_finished(qtbot, make_window, tmp_path, monkeypatch):
    close, told = Recorder.close, threading.Event()

    def slow_close(self):
        told.wait(60)
        close(self)

    monkeypatch.setattr(Recorder, "close", slow_close)
    window = make_window()
    open_film(qtbot, window, CAMERA)
    record_some(qtbot, window)
    key(qtbot, window, Qt.Key.Key_R)
    window.close()
    qtbot.waitUntil(lambda: window.viewer.message_bar.text == "Finishing the recording…")
    told.set()
    close_window(qtbot, window)
    (movie,) = (tmp_path / "videos").glob("*.mp4")
    assert frames_of(movie) >= 5


@pytest.mark.slow
def test_recording_from_the_first_frame_to_the_last(qtbot, make_window, tmp_path):
    movie = tmp_path / "all.mp4"
    window = make_window(address=FILM, record=movie, exit_at_end=True)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert frames_of(movie) == FRAMES
    assert window.final[0].recorded == FRAMES
    assert window.exit_status == 0


@pytest.mark.slow
def test_a_recording_that_broke_off_is_told_where_nobody_looks(
    qtbot, make_window, tmp_path, monkeypatch, caplog
):
    def full(self, *_):
        raise SinkError("the disk is full")

    monkeypatch.setattr(RecordingPart, "write", full)
    window = make_window(address=FILM, record=tmp_path / "all.mp4", exit_at_end=True)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.exit_status == 1
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "the disk is full"
    ]


@pytest.mark.slow
def test_recording_goes_on_with_the_next_source(qtbot, window, tmp_path):
    open_film(qtbot, window)
    record_some(qtbot, window)
    window.open("other.avi")
    qtbot.waitUntil(lambda: window.view.current.frame.source.name == "other.avi")
    parts = lambda: window.saved_files.recording.state.parts  # noqa: E731
    qtbot.waitUntil(lambda: len(parts()) == 2)
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.viewer.message_bar.text.startswith("Saved"))
    movies = list((tmp_path / "videos").glob("*.mp4"))
    assert len(movies) == 2 and all(movie.name in window.viewer.message_bar.text for movie in movies)


@pytest.mark.slow
def test_pausing_records_nothing_and_says_so(qtbot, window):
    paused_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.saved_files.recording.phase == "recording")
    window.session.store.update(confidence=0.9)  # a repeated frame
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: "Nothing was recorded" in window.viewer.message_bar.text)


@pytest.mark.slow
def test_unwritable_folder_is_told_and_the_picture_goes_on(qtbot, window, tmp_path):
    (tmp_path / "videos").write_text("a file where the folder should be")
    open_film(qtbot, window, CAMERA)
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: "did not start" in window.viewer.message_bar.text)
    index = window.view.current.frame.index
    qtbot.waitUntil(lambda: window.view.current.frame.index > index)
    qtbot.waitUntil(lambda: window.record_button.isEnabled())


def test_record_option_that_cannot_be_written(make_window, tmp_path):
    with pytest.raises(SinkError):
        make_window(address=FILM, record=tmp_path / "film.txt")


@pytest.mark.slow
def test_disk_that_fills_stops_the_recording_only(qtbot, window, monkeypatch, tmp_path):
    open_film(qtbot, window, CAMERA)
    record_some(qtbot, window)

    def full(self, item):
        raise SinkError("the disk is full")

    monkeypatch.setattr(Recorder, "write", full)
    qtbot.waitUntil(lambda: "the disk is full" in window.viewer.message_bar.text)
    monkeypatch.undo()
    index = window.view.current.frame.index
    qtbot.waitUntil(lambda: window.view.current.frame.index > index)
    window.viewer.message_bar.dismiss()
    time.sleep(1.1)  # recordings are named by the second
    record_some(qtbot, window)


@pytest.mark.slow
def test_snapshot_with_boxes(qtbot, window, tmp_path):
    paused_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: window.viewer.message_bar.text.startswith("Saved"))
    (png,) = (tmp_path / "pictures").glob("*.png")
    shown = window.view.annotated
    assert (cv2.imread(str(png)) == shown.image).all()
    record = json.loads(png.with_suffix(".json").read_text())
    assert str(shown.frame.index) in json.dumps(record)


@pytest.mark.slow
def test_snapshot_of_a_mirrored_picture_is_as_without_the_mirror(qtbot, window, tmp_path):
    paused_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: window.view.current.frame.repeat)
    key(qtbot, window, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: window.viewer.message_bar.text.startswith("Saved"))
    (png,) = (tmp_path / "pictures").glob("*.png")
    shown, settings = window.view.current, window.session.store.current
    names = shown.detected.model.class_names
    drawn = Annotator().draw(shown.frame.image, shown.detected.detections, names, settings)
    assert (cv2.imread(str(png)) == drawn).all()


@pytest.mark.slow
def test_snapshot_without_boxes(qtbot, window, tmp_path):
    paused_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.viewer.message_bar.text.startswith("Saved"))
    (png,) = (tmp_path / "pictures").glob("*.png")
    assert (cv2.imread(str(png)) == window.view.current.frame.image).all()


@pytest.mark.slow
def test_snapshot_that_fails_is_told(qtbot, window, tmp_path):
    (tmp_path / "pictures").write_text("")
    paused_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: window.viewer.message_bar.text != "")
    assert not window.viewer.message_bar.text.startswith("Saved")


def test_figures_of_a_recording(tmp_path):
    state = RecordingState(
        tmp_path / "a.mp4", 0, 42.0, 420, 12_000_000, free_bytes=30_000_000_000, seconds_left=7200.0
    )
    tip = recording_tip(state)
    assert "a.mp4" in tip
    assert "30.0 GB" in tip
    assert "2 hours" in tip
    assert bytes_text(12_340_000) == "12.3 MB"
    assert [duration_text(s) for s in (5, 120, 200_000)] == ["5 seconds", "2 minutes", "2 days"]


@pytest.mark.slow
def test_a_folder_that_nothing_can_show_gives_its_path_to_copy(qtbot, window, tmp_path, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: window.actions_by_name["snapshot"].isEnabled())
    key(qtbot, window, Qt.Key.Key_S)
    bar = window.viewer.message_bar
    qtbot.waitUntil(lambda: bar.text.startswith("Saved"))
    qtbot.mouseClick(offered(bar), Qt.MouseButton.LeftButton)
    (image,) = (tmp_path / "pictures").glob("*.png")
    assert str(image) in bar.text and offered(bar).text() == "Copy path"
    qtbot.mouseClick(offered(bar), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == str(image)


@pytest.mark.slow
def test_what_cannot_be_recorded_yet_says_why(qtbot, window):
    assert not window.record_button.isEnabled()
    assert "Open a video or a camera first" in window.record_button.toolTip()
    assert "no image yet" in window.actions_by_name["snapshot"].toolTip()
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: window.record_button.isEnabled())
    assert "first" not in window.record_button.toolTip()


@pytest.mark.slow
def test_a_recording_is_paused_by_itself_and_has_no_gap(qtbot, window, tmp_path):
    open_film(qtbot, window, CAMERA)
    started = time.monotonic()
    record_some(qtbot, window)
    recording = window.saved_files.recording
    key(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "Paused" in window.record_button.text())
    index = window.view.current.frame.index
    qtbot.waitUntil(lambda: window.view.current.frame.index > index + 10)  # what was under way
    frames, index, paused = recording.state.frames, window.view.current.frame.index, time.monotonic()
    qtbot.waitUntil(lambda: window.view.current.frame.index > index + 30)  # the camera runs on
    assert recording.state.frames == frames
    left_out = time.monotonic() - paused
    key(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: recording.state.frames >= frames + 5)
    seconds, passed = recording.state.seconds, time.monotonic() - started
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.viewer.message_bar.text.startswith("Saved"))
    assert seconds <= passed - left_out


@pytest.mark.slow
def test_a_recording_can_be_played_at_once(qtbot, window, tmp_path, sources):
    open_film(qtbot, window)
    record_some(qtbot, window)
    key(qtbot, window, Qt.Key.Key_R)
    bar = window.viewer.message_bar
    qtbot.waitUntil(lambda: bar.text.startswith("Saved"))
    (movie,) = (tmp_path / "videos").glob("*.mp4")
    (play,) = [button for button in bar.findChildren(QPushButton) if button.text() == "Play"]
    qtbot.mouseClick(play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sources.addresses[-1] == str(movie))
