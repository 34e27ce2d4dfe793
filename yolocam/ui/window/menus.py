"""The menus behind the buttons of the tool bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from yolocam.address import shown
from yolocam.pipeline.sinks.video.recording_part import What
from yolocam.ui.actions import Actions
from yolocam.ui.preferences import Preferences
from yolocam.ui.recents import title_of
from yolocam.ui.recording.recording import Recording
from yolocam.ui.video.start_page import TEST_CARD
from yolocam.ui.widgets import theme

DOWN = "\N{BLACK DOWN-POINTING SMALL TRIANGLE}"
"""Marks a button with a menu; the style's own mark is tiny and sits in a corner."""

NO_INDICATOR = "QToolButton::menu-indicator { image: none; }"

SCHEMES = {"system": "Same as the system", "light": "Light", "dark": "Dark"}
WHATS = {"annotated": "With boxes", "raw": "Without boxes", "both": "Both, in two files"}


class OpenMenu(QMenu):
    """Files, folders, the test card, the sample, and what was open last."""

    def __init__(
        self, actions: Actions, open_address: Callable[[str], None], sample: str | None, parent: QWidget
    ) -> None:
        super().__init__("Open", parent)
        self._open = open_address
        self.setToolTipsVisible(True)
        self.addAction(actions["open"])
        self.addAction(actions["open_folder"])
        self.addAction(actions["open_address"])
        self.addAction(actions["open_results"])
        self._add("Test card", TEST_CARD, "film")
        if sample is not None:
            self._add("Sample clip", sample, "spark")
        self._recent = self.addSection("Recent")
        self._end = self.addSeparator()
        self._listed: list[QAction] = []
        self.addAction(actions["close_source"])
        self.addAction(actions["quit"])

    def set_recents(self, addresses: Sequence[str]) -> None:
        """List what was opened last."""
        for action in self._listed:
            self.removeAction(action)
            action.deleteLater()
        self._listed = []
        self._recent.setVisible(bool(addresses))
        for address in addresses:
            action = QAction(title_of(address).replace("&", "&&"), self)
            action.setToolTip(shown(address))
            action.triggered.connect(self._opener(address))
            self.insertAction(self._end, action)
            self._listed.append(action)

    def _add(self, text: str, address: str, icon: str) -> None:
        action = self.addAction(theme.icon(icon), text)
        action.triggered.connect(self._opener(address))

    def _opener(self, address: str) -> Callable[[bool], None]:
        return lambda _checked: self._open(address)


def results_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Return the menu of what was found."""
    menu = QMenu("Results", parent)
    menu.setToolTipsVisible(True)
    for name in ("results", "save_results", "open_results"):
        menu.addAction(actions[name])
    return menu


def view_menu(actions: Actions, preferences: Preferences, parent: QWidget) -> QMenu:
    """Return the menu of what the window shows; the colours chosen are remembered."""

    def choose(scheme: str) -> None:
        preferences.keep("scheme", scheme)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply_theme(app, cast(theme.Scheme, scheme))

    menu = QMenu("View", parent)
    menu.addActions(actions.group("view"))
    menu.addSeparator()
    scheme = preferences.word("scheme", SCHEMES, "system")
    menu.addMenu(choice_menu("Colours", SCHEMES, scheme, choose, menu))
    return menu


def what_menu(recording: Recording, preferences: Preferences, parent: QWidget) -> QMenu:
    """Return the menu of what to record; the choice is remembered, and holds for the next recording."""

    def choose(what: str) -> None:
        preferences.keep("record_what", what)
        recording.what = cast(What, what)

    what = preferences.word("record_what", WHATS, "annotated")
    recording.what = cast(What, what)
    return choice_menu("What to record", WHATS, what, choose, parent)


def picture_actions(actions: Actions, parent: QWidget) -> list[QAction]:
    """Return the context menu of the picture."""
    separators = [QAction(parent), QAction(parent)]
    for separator in separators:
        separator.setSeparator(True)
    return [
        actions["play"],
        *actions.group("save"),
        separators[0],
        *actions.group("view"),
        separators[1],
        actions["open"],
        actions["close_source"],
    ]


def choice_menu(
    title: str, words: dict[str, str], current: str, choose: Callable[[str], None], parent: QWidget
) -> QMenu:
    """Return a menu in which one entry of `words` (value: words) is chosen."""
    menu = QMenu(title, parent)
    group = QActionGroup(menu)
    for value, text in words.items():
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(value == current)
        action.setData(value)
        group.addAction(action)
    group.triggered.connect(lambda action: choose(action.data()))
    return menu
