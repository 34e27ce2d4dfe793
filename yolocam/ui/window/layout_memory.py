"""Brings the window back as it was left."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMainWindow

from yolocam.settings import SettingsStore
from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.preferences import Preferences
from yolocam.ui.recents import add_recent, is_worth_keeping
from yolocam.ui.video.start_page import StartPage
from yolocam.ui.window.menus import OpenMenu

NARROW_WIDTH = 880
"""Below this width of the window in pixels the controls become a strip."""


class LayoutMemory:
    """Puts the geometry, the panel's width and the recent files into and out of the preferences."""

    def __init__(self, window: QMainWindow, preferences: Preferences, store: SettingsStore) -> None:
        self._window = window
        self._preferences = preferences
        self._store = store
        self._settings_before = store.current
        self._strip_wanted = preferences.flag("strip")

    def restore(self, panel: ControlPanel) -> None:
        """Give the window its last place, size and docks, and the panel its folded sections."""
        panel.fold_sections(self._preferences.words("folded"))
        self._window.restoreGeometry(self._preferences.layout("geometry"))
        self._window.restoreState(self._preferences.layout("docks"))

    def remember(self, panel: ControlPanel) -> None:
        """Write everything down; called once, when the window closes."""
        keep = self._preferences
        if not self._window.isFullScreen():
            keep.keep_layout("geometry", self._window.saveGeometry())
            keep.keep_layout("docks", self._window.saveState())
        keep.keep("strip", self._strip_wanted)
        keep.keep_words("folded", sorted(panel.folded))
        keep.keep_settings(self._settings_before, self._store.current)
        keep.save()

    def opened(self, address: str, start_page: StartPage, menu: OpenMenu) -> None:
        """Put an address at the head of the recent ones."""
        if is_worth_keeping(address):
            self._preferences.keep_recents(add_recent(self._preferences.recents, address))
            self.list_recents(start_page, menu)

    def list_recents(self, start_page: StartPage, menu: OpenMenu) -> None:
        """Show the recent addresses where they are offered."""
        start_page.set_recents(self._preferences.recents)
        menu.set_recents(self._preferences.recents)

    def last_folder(self) -> str:
        """Return the folder of the file opened last, for a dialog to start in; empty if there is none."""
        files = [address for address in self._preferences.recents if "://" not in address]
        return str(Path(files[0]).parent) if files else ""

    def want_strip(self, strip: bool) -> None:
        """Note the user's choice between the full controls and the strip."""
        self._strip_wanted = strip

    def fit_panel(self, panel: ControlPanel) -> bool:
        """Make the controls full or a strip, by the user's choice and the room; returns whether full."""
        full = not self._strip_wanted and self._window.width() >= NARROW_WIDTH
        panel.set_collapsed(not full)
        return full
