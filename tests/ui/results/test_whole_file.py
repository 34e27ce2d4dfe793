"""A whole file is saved beside the window, as fast as possible."""

import json
import time

import av
import pytest
from PySide6.QtCore import Qt

from support.fake_detector import FakeDetector
from support.window.window_driver import choose_another, close_window, key, open_film, paused_film
from support.window.window_fakes import FRAMES, fake_detector
from yolocam.errors import SinkError
from yolocam.pipeline.sinks.results.result_set import ResultSet
from yolocam.ui.results.save_dialog import SaveDialog
from yolocam.ui.whole_file.run_strip import RunStrip, progress_text
from yolocam.ui.whole_file.whole_file import Progress


@pytest.fixture
def window(make_window):
    return make_window(file_detector=lambda settings: (fake_detector(settings), 1))


@pytest.fixture
def slow_network(monkeypatch):
    submit = FakeDetector.submit

    def slow(self, images, settings):
        if settings.frames == "every":  # not what the window shows
            time.sleep(0.03)
        return submit(self, images, settings)

    monkeypatch.setattr(FakeDetector, "submit", slow)


def save(qtbot, window, *, film=False, formats=("json",)):
    """Press Ctrl+E, choose, and press Save."""
    key(qtbot, window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(SaveDialog)
    for name, box in dialog.formats.items():
        box.setChecked(name in formats)
    assert dialog.whole.isChecked() and dialog.fast.isChecked() and dialog.film.isVisible()
    dialog.film.setChecked(film)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)


def told(qtbot, window, words):
    qtbot.waitUntil(lambda: words in window.viewer.message_bar.text)


@pytest.mark.slow
def test_results_and_film_are_complete_and_the_window_stays_where_it_is(qtbot, window, tmp_path):
    playback = paused_film(qtbot, window)
    held = playback.state.position_ns
    save(qtbot, window, film=True)
    told(qtbot, window, f"results of {FRAMES} frames")
    (lines,) = (tmp_path / "documents").glob("*.jsonl")
    records = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    assert [record["frame"] for record in records] == list(range(FRAMES))
    with av.open(str(lines.with_suffix(".mp4"))) as film:
        assert sum(1 for _ in film.decode(video=0)) == FRAMES
    assert playback.state.paused and playback.state.position_ns == held
    assert window.session.store.current.floor is None


@pytest.mark.slow
def test_progress_is_shown_and_cancel_keeps_what_there_is(qtbot, window, tmp_path, slow_network):
    open_film(qtbot, window)
    save(qtbot, window)
    strip = window.findChild(RunStrip)
    qtbot.waitUntil(lambda: "left" in strip.line.text)
    assert f"of {FRAMES} frames, " in strip.line.text and strip.isVisible()
    assert 0 < strip.line.bar.value() < strip.line.bar.maximum()
    assert window.session.playback.state.paused
    window.play_or_pause()  # the window is there to be used
    index = window.view.current.frame.index
    qtbot.waitUntil(lambda: window.view.current.frame.index != index)
    (cancel,) = [button for button in strip.line.buttons if button.isVisible()]
    assert cancel.text() == "Cancel"
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    told(qtbot, window, "Saved")
    assert not strip.isVisible()
    (lines,) = (tmp_path / "documents").glob("*.jsonl")
    assert 0 < len(lines.read_text("utf-8").splitlines()) < FRAMES


@pytest.mark.slow
def test_it_goes_on_while_another_film_is_open(qtbot, window, tmp_path, slow_network):
    open_film(qtbot, window)
    save(qtbot, window)
    window.open("other.avi")
    told(qtbot, window, f"results of {FRAMES} frames")
    (lines,) = (tmp_path / "documents").glob("*.jsonl")
    assert '"film.avi"' in lines.read_text("utf-8").splitlines()[-1]


@pytest.mark.slow
def test_closing_the_window_ends_it_and_keeps_the_lines(qtbot, window, tmp_path, slow_network):
    open_film(qtbot, window)
    save(qtbot, window)
    qtbot.waitUntil(lambda: (window.saved_files.whole_file.progress or Progress("")).done > 5)
    close_window(qtbot, window)
    (lines,) = (tmp_path / "documents").glob("*.jsonl")
    assert all(json.loads(line) for line in lines.read_text("utf-8").splitlines())


@pytest.mark.slow
def test_where_the_disk_is_full_another_folder_takes_it(qtbot, window, tmp_path, monkeypatch):
    def full(self, item):
        raise SinkError("no space left") from OSError(28, "No space left on device")

    open_film(qtbot, window)
    monkeypatch.setattr(ResultSet, "write", full)
    save(qtbot, window)
    told(qtbot, window, "No space left")
    monkeypatch.undo()
    choose_another(qtbot, window, tmp_path / "elsewhere")
    told(qtbot, window, f"results of {FRAMES} frames")
    assert len(list((tmp_path / "elsewhere").glob("*.jsonl"))) == 1


def test_without_a_detector_for_files_it_is_not_offered(qtbot, make_window):
    window = make_window()
    open_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(SaveDialog)
    assert dialog.whole.isVisible() and not dialog.fast.isVisible() and not dialog.film.isVisible()


def test_the_words_of_the_strip(qapp):
    assert progress_text(Progress("street")) == "Saving street: preparing…"
    assert progress_text(Progress("street", 5)) == "Saving street: 5 frames"
    full = Progress("street", 120, 300, 0.4, 24.0)
    assert progress_text(full) == "Saving street: 120 of 300 frames, 24 seconds left"
