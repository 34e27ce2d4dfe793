"""Offers another folder where something could not be saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from yolocam.ui import file_dialogs
from yolocam.ui.translation import tr
from yolocam.ui.widgets.message_bar import Message, MessageBar

Again = Callable[[Path], object]
"""Saves once more, in the folder that it is given."""


def tell_failure(bar: MessageBar, text: str, matter: str, again: Again | None) -> None:
    """Show why something was not saved; `again` is what to do with another folder, None where none helps."""
    if again is None:
        bar.show_message(Message(text, "error", matter=matter))
    else:
        ask = partial(_ask, bar, again)
        bar.show_message(Message(text, "error", tr("Choose another folder…"), ask, matter))


def _ask(bar: MessageBar, again: Again) -> None:
    def save(path: str) -> None:
        again(Path(path))

    file_dialogs.browse_folder(bar.window(), tr("Choose another folder"), str(Path.home()), save)
