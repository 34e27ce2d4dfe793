"""A window on a film in which one person walks from the left edge to the right, held near its beginning."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from support.films.media_files import detections
from support.window import window_fakes
from support.window.window_driver import paused_film

LEFT = Qt.MouseButton.LeftButton


def walker(image, settings):
    """A person of 20 x 40 pixels at 10 + 3 pixels for each frame; their feet are at 120 of 240."""
    x = 3 * int(image[0, 0, 0])
    return detections((x, 80, x + 20, 120, 0.9, 0.9, 0))


def walker_window(qtbot, make_window, monkeypatch, height: int):
    """Return the window, 1280 pixels wide; without the packages of tracking the test is skipped."""
    pytest.importorskip("lap")
    monkeypatch.setattr(window_fakes, "twelve_boxes", walker)
    window = make_window()
    window.resize(1280, height)
    paused_film(qtbot, window)
    return window


class MouseHand:
    """A hand at a window; `dock` is what it works with."""

    def __init__(self, qtbot, window, dock) -> None:
        self.qtbot, self.window, self.dock = qtbot, window, dock

    def press(self, button) -> None:
        assert button.isEnabled()
        self.qtbot.mouseClick(button, LEFT)
