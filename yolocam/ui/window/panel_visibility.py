"""Shows the controls in full or as a strip, by the user's choice and the width of the window."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.preferences import Preferences
from yolocam.ui.widgets.geometry import scaled

NARROW_WIDTH = 880
"""Width of the window in pixels below which the controls become a strip."""

_NAME = "strip"


class PanelVisibility:
    """Applies the checkable action "panel", whose choice is remembered for the next start."""

    def __init__(
        self, window: QWidget, controls: ControlPanel, action: QAction, preferences: Preferences
    ) -> None:
        self._window = window
        self._controls = controls
        self._action = action
        self._preferences = preferences
        self._strip = preferences.flag(_NAME)

    def toggle(self) -> None:
        """Apply the choice that the user has just made with the action."""
        self._strip = not self._action.isChecked()
        self._preferences.keep(_NAME, self._strip)
        self.fit()

    def fit(self) -> None:
        """Show the controls in full if the user wants it and the window is wide enough."""
        full = not self._strip and self._window.width() >= scaled(NARROW_WIDTH)
        self._controls.set_collapsed(not full)
        self._action.setChecked(full)
