"""Saved results open again, wherever they and their film lie."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from support.window.real_mouse import click
from support.window.window_driver import close_window, held_film, key, offered, open_film
from support.window.window_fakes import CAMERA
from yolocam.ui.results.save_dialog import SaveDialog


def film_in(folder):
    folder.mkdir(exist_ok=True)
    (folder / "film.avi").touch()
    return str(folder / "film.avi")


def save_results(qtbot, window, tmp_path):
    with held_film(window):
        key(qtbot, window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        dialog = window.findChild(SaveDialog)
        dialog.whole.setChecked(False)
        click(dialog.save)
        qtbot.waitUntil(lambda: window.saved_files.saving.active)
    qtbot.waitUntil(lambda: window.saved_files.saving.frames >= 3)
    window.saved_files.saving.stop()
    qtbot.waitUntil(lambda: "results of" in window.viewer.message_bar.text)
    (path,) = (tmp_path / "documents").glob("*.jsonl")
    return path


def is_shown(window, path):
    model = window.session.detector.model
    stored = model is not None and model.stored is not None and model.stored.file_name == path.name
    return stored and window.view.current is not None


@pytest.mark.slow
def test_a_saved_session_knows_its_film_after_a_restart(qtbot, make_window, sources, tmp_path):
    film = film_in(tmp_path / "films")
    first = make_window()
    open_film(qtbot, first, film)
    path = save_results(qtbot, first, tmp_path)
    first._preferences.keep_recents([])
    close_window(qtbot, first)
    sources.addresses.clear()
    second = make_window()
    second.open(str(path))
    qtbot.waitUntil(lambda: is_shown(second, path))
    assert sources.addresses == [film]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["open", "recent"])
def test_the_open_film_and_recent_ones_are_looked_at(qtbot, window, sources, tmp_path, how):
    film = film_in(tmp_path / "films")
    open_film(qtbot, window, film)
    path = save_results(qtbot, window, tmp_path)
    window._preferences.keep_object("results_of", {})
    moved = tmp_path / path.name
    path.rename(moved)
    if how == "recent":
        window.open(CAMERA)
        qtbot.waitUntil(lambda: sources.addresses[-1] == CAMERA)
    window.open(str(moved))
    qtbot.waitUntil(lambda: sources.addresses[-1] == film and is_shown(window, moved))


@pytest.mark.slow
def test_a_film_that_is_nowhere_is_asked_for(qtbot, window, sources, tmp_path):
    film = film_in(tmp_path / "films")
    open_film(qtbot, window, film)
    path = save_results(qtbot, window, tmp_path)
    window._preferences.keep_object("results_of", {})
    window._preferences.keep_recents([])
    window.session.close_source()
    qtbot.waitUntil(lambda: window.session.state.address is None or window.session.pipeline is None)
    (tmp_path / "films").rename(tmp_path / "elsewhere")
    window.open(str(path))
    bar = window.viewer.message_bar
    assert "is of film.avi" in bar.text and offered(bar).text() == "Find the video…"
    click(offered(bar))
    (dialog,) = window.findChildren(QFileDialog)
    (tmp_path / "elsewhere" / "film.avi").rename(tmp_path / "elsewhere" / "other name.avi")
    dialog.fileSelected.emit(str(tmp_path / "elsewhere" / "other name.avi"))
    dialog.close()
    qtbot.waitUntil(lambda: is_shown(window, path))
    assert sources.addresses[-1] == str(tmp_path / "elsewhere" / "other name.avi")
    window.open(str(path))
    assert "is of" not in bar.text  # it is remembered now
