"""Saves what was counted under a name that the user chooses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from yolocam.errors import YolocamError
from yolocam.files.output_file import is_of_place
from yolocam.pipeline.sinks.names.dated_names import default_results_path, sibling
from yolocam.ui import file_dialogs
from yolocam.ui.recording.other_folder import tell_failure
from yolocam.ui.recording.saved_files import full_name, tell_saved
from yolocam.ui.translation import tr
from yolocam.ui.widgets.message_bar import Message, MessageBar


class SaveAs:
    """Asks in front of `parent`, and tells in the message bar what was saved or why not.

    The message bar asks as well before a file is replaced.

    `folder` is suggested first; None takes the user's Documents. `matter` is that of the messages.
    """

    def __init__(self, parent: QWidget, message_bar: MessageBar, folder: Path | None, matter: str) -> None:
        self._parent = parent
        self._message_bar = message_bar
        self._folder = folder
        self._matter = matter

    def ask(self, name: str, kinds: str, write: Callable[[Path], None]) -> None:
        """Ask for a path that ends in `name`, of these `kinds`, and `write` there."""

        def save(chosen: str, *, replace: bool = False) -> None:
            path = Path(chosen)
            if path.exists() and not replace:
                text = tr("{file} exists already").format(file=full_name(path))
                again = partial(save, chosen, replace=True)
                self._message_bar.show_message(Message(text, "error", tr("Replace"), again, self._matter))
                return
            try:
                write(path)
            except YolocamError as error:
                elsewhere = (lambda folder: save(str(folder / path.name))) if is_of_place(error) else None
                tell_failure(self._message_bar, str(error), self._matter, elsewhere)
            else:
                tell_saved(self._message_bar, path, self._matter)

        suggested = sibling(default_results_path(datetime.now(), self._folder), f".{name}")
        file_dialogs.browse_result_name(self._parent, suggested, kinds, save)
