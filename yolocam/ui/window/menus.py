"""The menus of the tool bar and the context menu of the image."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from yolocam.address import shown
from yolocam.pipeline.sinks.video.recording_part import What
from yolocam.ui.actions import Actions
from yolocam.ui.preferences import Preferences
from yolocam.ui.recents import MAX_RECENTS, title_of
from yolocam.ui.recording.recording import Recording
from yolocam.ui.recording.recording_choices import what_choices
from yolocam.ui.translation import tr
from yolocam.ui.video.start_page import TEST_CARD
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.formatting import plain, plain_tooltip

DOWN = "\N{BLACK DOWN-POINTING SMALL TRIANGLE}"
"""Marks a button with a menu; the style's own mark is tiny and in a corner."""

NO_INDICATOR = "QToolButton::menu-indicator { image: none; }"


def scheme_choices() -> dict[str, str]:
    """Return the colour schemes: value and text."""
    return {"system": tr("Same as the system"), "light": tr("Light"), "dark": tr("Dark")}


class RecordingMenu(QMenu):
    """What to record, which is remembered and applies to the next recording, and the settings."""

    def __init__(
        self,
        recording: Recording,
        actions: Actions,
        preferences: Preferences,
        show_settings: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(tr("What to record"), parent)
        self.setToolTipsVisible(True)
        self._recording = recording
        self._preferences = preferences
        choices = what_choices()
        what = preferences.word("record_what", choices, "annotated")
        recording.what = cast(What, what)
        add_choices(self, choices.items(), what, self.choose)
        self.addSeparator()
        self.addAction(actions["pause_recording"])
        self.addAction(actions["sound"])
        settings = self.addAction(tr("Recording settings…"))
        settings.triggered.connect(lambda _checked: show_settings())

    def choose(self, what: str) -> None:
        """Record this from the next recording on."""
        self._preferences.keep("record_what", what)
        self._recording.what = cast(What, what)
        for action in self.actions():
            if action.data() in what_choices():
                action.setChecked(action.data() == what)


class OpenMenu(QMenu):
    """Files, folders, addresses, the test card, the sample clip, and recent sources."""

    def __init__(
        self, actions: Actions, open_address: Callable[[str], None], sample: str | None, parent: QWidget
    ) -> None:
        super().__init__(tr("Open"), parent)
        self._open = open_address
        self.setToolTipsVisible(True)
        self.addAction(actions["open"])
        self.addAction(actions["open_folder"])
        self.addAction(actions["open_address"])
        self.addAction(actions["open_screen"])
        self.addAction(actions["open_copied"])
        self.addAction(actions["open_results"])
        self._add(tr("Test card"), TEST_CARD, "film")
        if sample is not None:
            self._add(tr("Sample clip"), sample, "spark")
        self.addSeparator()
        self._recent = self.addAction(tr("Recent"))  # a section of Qt loses its words beside our lines
        allow(self._recent, False, tr("What was opened last"))
        # Fixed entries whose texts change: one that Qt still shows must not be destroyed.
        self._recents = [self._recent_action(place) for place in range(MAX_RECENTS)]
        self._addresses: tuple[str, ...] = ()
        self._clear = actions["clear_recents"]
        self.addAction(self._clear)
        self.addSeparator()
        self.addAction(actions["close_source"])
        self.addAction(actions["quit"])

    def set_recents(self, addresses: Sequence[str]) -> None:
        """Show the recent sources."""
        self._addresses = tuple(addresses[:MAX_RECENTS])
        self._recent.setVisible(bool(addresses))
        self._clear.setVisible(bool(addresses))
        for place, action in enumerate(self._recents):
            known = place < len(self._addresses)
            action.setVisible(known)
            if known:
                action.setText(plain(title_of(self._addresses[place])))
                action.setToolTip(plain_tooltip(shown(self._addresses[place])))

    def _recent_action(self, place: int) -> QAction:
        action = self.addAction("")
        action.triggered.connect(lambda _checked: self._open(self._addresses[place]))
        action.setVisible(False)
        return action

    def _add(self, text: str, address: str, icon: str) -> None:
        action = self.addAction(theme.icon(icon), text)
        action.triggered.connect(self._opener(address))

    def _opener(self, address: str) -> Callable[[bool], None]:
        return lambda _checked: self._open(address)


def results_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Return the menu of results."""
    menu = QMenu(tr("Results"), parent)
    menu.setToolTipsVisible(True)
    for name in ("results", "regions", "rules", "save_results", "open_results"):
        menu.addAction(actions[name])
    return menu


def view_menu(actions: Actions, preferences: Preferences, parent: QWidget) -> QMenu:
    """Return the menu of views and colours. The chosen colours are remembered."""

    def choose(scheme: str) -> None:
        preferences.keep("scheme", scheme)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply_theme(app, cast(theme.Scheme, scheme))

    menu = QMenu(tr("View"), parent)
    menu.setToolTipsVisible(True)
    for action in actions.group("view"):
        if action in (actions["mirror"], actions["models"]):
            menu.addSeparator()
        menu.addAction(action)
    menu.addSeparator()
    choices = scheme_choices()
    scheme = preferences.word("scheme", choices, "system")
    menu.addMenu(choice_menu(tr("Colours"), choices, scheme, choose, menu))
    return menu


def picture_actions(actions: Actions, parent: QWidget) -> list[QAction]:
    """Return the context menu of the image."""
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
    title: str, choices: Mapping[str, str], current: str, choose: Callable[[str], None], parent: QWidget
) -> QMenu:
    """Return a menu in which one of `choices` (value and text) is checked; `choose` gets its value."""
    menu = QMenu(title, parent)
    add_choices(menu, choices.items(), current, choose)
    return menu


def add_choices(
    menu: QMenu, choices: Iterable[tuple[str, str]], current: str, choose: Callable[[str], None]
) -> None:
    """Add `choices` (value and text) to a menu, of which one is checked; `choose` gets its value."""
    group = QActionGroup(menu)
    for value, text in choices:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(value == current)
        action.setData(value)
        group.addAction(action)
    group.triggered.connect(lambda action: choose(action.data()))
