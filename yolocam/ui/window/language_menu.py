"""The menu in which the language of the window is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from yolocam.ui.language import languages, system_language
from yolocam.ui.preferences import Preferences
from yolocam.ui.translation import tr
from yolocam.ui.window.menus import choice_menu

_SYSTEM = "system"


def preferred_language(preferences: Preferences) -> str:
    """Return the language the user chose, or else that of the system."""
    code = preferences.word("language", languages(), _SYSTEM)
    return system_language() if code == _SYSTEM else code


def language_menu(preferences: Preferences, tell: Callable[[str], None], parent: QWidget) -> QMenu:
    """Return the menu; a choice is remembered for the next start, and `tell` gets a sentence that says so."""

    def choose(code: str) -> None:
        preferences.keep("language", code)
        tell(tr("The language changes at the next start of yolocam"))

    titles = {_SYSTEM: tr("Same as the system"), **languages()}
    current = preferences.word("language", titles, _SYSTEM)
    return choice_menu(tr("Language"), titles, current, choose, parent)
