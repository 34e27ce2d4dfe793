"""A window on a film in which one person walks from the left edge to the right, held near its beginning."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from support.window import window_fakes
from support.window.window_driver import paused_film, settle
from support.window.window_fakes import FRAME_NS

LEFT = Qt.MouseButton.LeftButton


def walker_window(qtbot, make_window, monkeypatch, height: int):
    """Return the window, 1280 pixels wide; without the packages of tracking the test is skipped."""
    pytest.importorskip("lap")
    monkeypatch.setattr(window_fakes, "twelve_boxes", window_fakes.walker)
    window = make_window()
    window.resize(1280, height)
    # On a busy machine the person may be far by the time the film is held.
    paused_film(qtbot, window).seek(2 * FRAME_NS)
    settle(qtbot, window)
    return window


class MouseHand:
    """A hand at a window; `dock` is what it works with."""

    def __init__(self, qtbot, window, dock) -> None:
        self.qtbot, self.window, self.dock = qtbot, window, dock

    def press(self, button) -> None:
        assert button.isEnabled()
        self.qtbot.mouseClick(button, LEFT)
