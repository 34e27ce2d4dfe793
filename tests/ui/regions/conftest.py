"""A window on a film in which one person walks from the left edge to the right."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from support.window import window_fakes
from support.window.window_driver import paused_film

LEFT = Qt.MouseButton.LeftButton


class RegionHand:
    """A hand that draws on the image of a window."""

    def __init__(self, qtbot, window) -> None:
        self.qtbot, self.window = qtbot, window
        self.dock, self.canvas = window.regions.dock, window.regions.canvas

    def at(self, x: float, y: float) -> QPoint:
        """Where a point of the shown image lies, in shares of it."""
        rect = self.window.view.target_rect()
        return QPoint(round(rect.left() + x * rect.width()), round(rect.top() + y * rect.height()))

    def tool(self, name: str) -> None:
        self.press(self.dock.tools[name])

    def press(self, button) -> None:
        assert button.isEnabled()
        self.qtbot.mouseClick(button, LEFT)

    def drag(self, *places, release: bool = True) -> None:
        points = [self.at(*place) for place in places]
        self.qtbot.mousePress(self.canvas, LEFT, pos=points[0])
        for point in points[1:]:
            self.qtbot.mouseMove(self.canvas, point)
        if release:
            self.qtbot.mouseRelease(self.canvas, LEFT, pos=points[-1])

    def click(self, *places) -> None:
        for place in places:
            self.qtbot.mouseClick(self.canvas, LEFT, pos=self.at(*place))

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.canvas, key, modifier)

    def line(self) -> None:
        """Draw a line down the middle of the image."""
        self.tool("line")
        self.drag((0.5, 0.1), (0.5, 0.5), (0.5, 0.9))

    @property
    def drawn(self) -> list:
        """Kinds and rounded points of the regions, in shares of the source's image."""
        regions = self.window.regions.editor.current.regions
        return [SimpleNamespace(name=r.name, kind=r.kind, points=np.round(r.points, 1)) for r in regions]

    @property
    def cells(self) -> list[list[str]]:
        """What the table says."""
        model = self.dock.model
        return [
            [model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]


@pytest.fixture
def hand(qtbot, make_window, monkeypatch):
    """A hand at a window whose film is held near its beginning, with the dock of regions open."""
    pytest.importorskip("lap")
    monkeypatch.setattr(window_fakes, "twelve_boxes", window_fakes.walker)
    window = make_window()
    window.resize(1280, 900)
    paused_film(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_C)
    qtbot.waitUntil(window.regions.dock.isVisible)
    qtbot.waitUntil(window.regions.dock.tools["line"].isEnabled)
    return RegionHand(qtbot, window)
