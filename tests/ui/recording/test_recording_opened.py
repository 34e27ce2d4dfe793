"""The results that a recording leaves are shown on its film: with all names, and no box drawn twice."""

import pytest
from PySide6.QtCore import Qt

from support.window.window_driver import key, open_film
from support.window.window_fakes import NAMES


def found_in_movie(window):
    """Whether a frame of the recording is shown, with what was found in it."""
    shown = window.view.current
    if shown is None or not shown.frame.source.name.endswith(".mp4"):
        return False
    if not window.session.playback.state.paused:
        window.session.playback.pause()
        window.session.playback.seek(0)
    return len(shown.detected.detections) > 0


@pytest.mark.slow
@pytest.mark.parametrize("what", ["annotated", "raw", "both"])
def test_boxes_are_drawn_only_where_none_are_painted(qtbot, window, tmp_path, what):
    window.saved_files.recording.what = what
    open_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_R)
    recording = window.saved_files.recording
    qtbot.waitUntil(lambda: recording.phase == "recording" and recording.state.frames >= 5)
    key(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.viewer.message_bar.text.startswith("Saved"))
    (lines,) = (tmp_path / "videos").glob("*.jsonl")
    window.open(str(lines))
    qtbot.waitUntil(lambda: found_in_movie(window))
    shown = window.view.current
    drawn = window.view.annotated.image
    assert shown.detected.model.class_names == NAMES
    assert (drawn == shown.frame.image).all() == (what == "annotated")
    if what == "annotated":
        qtbot.waitUntil(lambda: "not drawn again" in window.viewer.message_bar.text)
