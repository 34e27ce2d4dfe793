"""The list of models says how fast each is on this computer, and nothing where nobody knows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from support.fake_detector import FakeDetector
from support.window.manager_driver import cell
from support.window.window_driver import close_window, key, open_film
from yolocam.frame import Timing
from yolocam.settings import TUTORIAL_MODEL, Settings
from yolocam.ui.models import model_advice, model_speeds
from yolocam.ui.models.model_manager import ModelManager
from yolocam.ui.models.model_table import SPEED
from yolocam.ui.models.model_text import speed_cell

RATE = 700.0
"""GFLOPs a second, of which yolov3-tiny takes 5.6 for an image."""


@pytest.fixture
def open_list(qtbot, make_window, monkeypatch):
    """Open the list of models by its key, in a window that takes its samples and its rate at once."""
    monkeypatch.setattr(model_advice, "_IDLE_MS", 0)
    monkeypatch.setattr(model_advice, "_PLAYING_MS", 0)
    monkeypatch.setattr(model_speeds, "_LOOKS", 1)
    monkeypatch.setattr(model_speeds, "_ENOUGH", 2)

    def make(**choices):
        window = make_window(settings=Settings(model=TUTORIAL_MODEL, imgsz=416), **choices)
        qtbot.waitUntil(window.isActiveWindow)
        key(qtbot, window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        manager = window.findChild(ModelManager)
        qtbot.waitUntil(lambda: manager.list.table.row_of("yolov4") is not None)
        return window, manager

    return make


def test_it_is_estimated_from_the_work_of_a_network(qtbot, open_list):
    _, manager = open_list(rate=lambda: RATE)
    qtbot.waitUntil(lambda: cell(manager, TUTORIAL_MODEL, SPEED) != "")
    assert cell(manager, TUTORIAL_MODEL, SPEED) == "about 77 fps"  # 8 ms, and 5 for what is around it
    assert cell(manager, "yolov4", SPEED) == "about 5.3 fps"
    manager.list.choose("yolov4")
    assert "about 5.3 fps here" in manager.details.facts.text()


def test_nothing_is_said_where_nothing_is_known(open_list):
    _, manager = open_list()
    assert cell(manager, "yolov4", SPEED) == ""
    assert "fps" not in manager.details.facts.text()


@pytest.mark.slow
def test_what_has_run_is_measured_and_kept_for_the_next_start(qtbot, open_list, monkeypatch):
    monkeypatch.setattr(FakeDetector, "cost", lambda self, images: Timing(0, 50_000_000, 0))
    window, manager = open_list(rate=lambda: RATE)
    qtbot.waitUntil(lambda: cell(manager, TUTORIAL_MODEL, SPEED) == "about 77 fps")
    open_film(qtbot, window)
    window.session.playback.set_loop(True)
    qtbot.waitUntil(lambda: cell(manager, TUTORIAL_MODEL, SPEED) == "about 20 fps")
    assert cell(manager, "yolov4", SPEED) == "about 5.3 fps"
    close_window(qtbot, window)
    _, manager = open_list()
    assert cell(manager, TUTORIAL_MODEL, SPEED) == "about 20 fps"
    assert cell(manager, "yolov4", SPEED) == ""


@pytest.mark.parametrize(("fps", "text"), [(147.4, "150"), (14.6, "15"), (4.56, "4.6"), (0.333, "0.33")])
def test_an_estimate_has_two_digits(fps, text):
    assert speed_cell(fps) == f"about {text} fps"
