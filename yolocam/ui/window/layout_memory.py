"""Saves and restores the layout of the window and the settings of the user."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from yolocam.settings import SettingsStore
from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.preferences import Preferences
from yolocam.ui.window.window_size import FIRST_SIZE, fit_to_screen


class LayoutMemory:
    """Saves the layout in the preferences and restores it."""

    def __init__(self, window: QMainWindow, preferences: Preferences, store: SettingsStore) -> None:
        self._window = window
        self._preferences = preferences
        self._store = store
        self._settings_before = store.current

    def restore(self, panel: ControlPanel) -> None:
        """Restore position, size and docks of the window, and the folded sections of the panel."""
        panel.fold_sections(self._preferences.words("folded", tuple(panel.folded)))
        known = self._window.restoreGeometry(self._preferences.layout("geometry"))
        if not self._window.isMaximized():  # the screen may be a smaller one today
            fit_to_screen(self._window, self._window.size() if known else FIRST_SIZE)
        self._window.restoreState(self._preferences.layout("docks"))

    def remember(self, panel: ControlPanel) -> None:
        """Save the layout and the changed settings; called once, when the window closes."""
        keep = self._preferences
        if not self._window.isFullScreen():
            keep.keep_layout("geometry", self._window.saveGeometry())
            keep.keep_layout("docks", self._window.saveState())
        keep.keep_words("folded", sorted(panel.folded))
        keep.keep_settings(self._settings_before, self._store.current)
        keep.save()
