"""The menu in which the language of the window is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from yolocam.ui.language import languages, system_language
from yolocam.ui.preferences import Preferences
from yolocam.ui.translation import tr
from yolocam.ui.widgets.message_bar import Message, MessageBar
from yolocam.ui.window.menus import choice_menu

_SYSTEM = "system"


def preferred_language(preferences: Preferences) -> str:
    """Return the language the user chose, or else that of the system."""
    code = preferences.word("language", languages(), _SYSTEM)
    return system_language() if code == _SYSTEM else code


def language_menu(
    preferences: Preferences, message_bar: MessageBar, parent: QWidget, reopen: Callable[[], str | None]
) -> QMenu:
    """Return the menu. `reopen` has the window made again in the language that was chosen; it returns why
    not, if it cannot be done now, and then the language changes at the next start.
    """

    def choose(code: str) -> None:
        before = preferred_language(preferences)
        preferences.keep("language", code)
        if preferred_language(preferences) != before and (reason := reopen()) is not None:
            message_bar.show_message(Message(reason, matter="language"))

    titles = {_SYSTEM: tr("Same as the system"), **languages()}
    current = preferences.word("language", titles, _SYSTEM)
    return choice_menu(tr("Language"), titles, current, choose, parent)
