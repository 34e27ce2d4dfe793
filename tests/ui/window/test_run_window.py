"""Starting and ending the window as a program."""

import json
import os
import signal

import av
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from support.window.window_fakes import CAMERA, FILM, FRAMES, MISSING, make_session
from yolocam.errors import SinkError
from yolocam.ui.preferences import Preferences
from yolocam.ui.window.run import WindowOptions, run_window
from yolocam.zoo.library import Library


def run(sources, tmp_path, **choices):
    options = WindowOptions(models=("first",), library=Library(tmp_path / "models"), **choices)
    session = make_session(sources.open, exit_at_end=options.exit_at_end)
    return run_window(session, options, Preferences(tmp_path / "window.ini"))


@pytest.mark.slow
def test_to_the_end_of_a_file_with_figures(qapp, sources, tmp_path):
    path = tmp_path / "stats.json"
    assert run(sources, tmp_path, address=FILM, exit_at_end=True, stats_json=path) == 0
    figures = json.loads(path.read_text())
    frames = figures["frames"]
    assert frames["captured"] == FRAMES
    assert frames["captured"] == frames["inferred"] + frames["dropped"]["capture"] + frames["in_flight"]
    assert figures["source"]["name"] == FILM


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of Windows go to a whole console")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_closes_the_window_and_finishes_the_recording(qapp, sources, tmp_path, name):
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)
    path = tmp_path / "film.mp4"
    timer = QTimer(interval=20)
    timer.timeout.connect(
        lambda: path.exists() and path.stat().st_size > 2000 and signal.raise_signal(number)
    )
    timer.start()
    try:
        assert run(sources, tmp_path, address=CAMERA, record=path) == 0
    finally:
        timer.stop()
        signal.signal(number, before)
    with av.open(str(path)) as film:
        assert film.duration  # it has its index, as one that was ended by hand
        assert len(list(film.decode(video=0))) > 1


def test_a_missing_file_gives_a_status(qapp, sources, tmp_path):
    assert run(sources, tmp_path, address=MISSING, exit_at_end=True) == 1


@pytest.mark.slow
def test_figures_that_cannot_be_written(qapp, sources, tmp_path):
    with pytest.raises(SinkError, match="is a folder"):
        run(sources, tmp_path, exit_after_s=0.1, address=FILM, stats_json=tmp_path)


def test_record_that_cannot_be_written(qapp, sources, tmp_path):
    with pytest.raises(SinkError):
        run(sources, tmp_path, address=FILM, record=tmp_path / "film.txt")


@pytest.mark.slow
@pytest.mark.qt_no_exception_capture
def test_exception_in_a_slot_is_shown(qapp, sources, tmp_path):
    seen = []

    def broken():
        raise KeyError("lost")

    def look():
        windows = [w for w in QApplication.topLevelWidgets() if hasattr(w, "viewer") and w.isVisible()]
        seen.extend(window.viewer.message_bar.text for window in windows)

    timer = QTimer(interval=20)
    timer.timeout.connect(look)
    timer.start()
    QTimer.singleShot(100, broken)
    assert run(sources, tmp_path, exit_after_s=0.6) == 0
    assert any("KeyError" in text for text in seen)
