"""Names the plugins that could not be loaded, in the window's message bar."""

from __future__ import annotations

from PySide6.QtCore import QObject

from yolocam.pipeline.plugin_problems import plugin_problems
from yolocam.ui.qt.background_jobs import Background
from yolocam.ui.widgets.message_bar import Message, MessageBar


def tell_left_out(message_bar: MessageBar, parent: QObject) -> None:
    """Load all plugins on a thread, for the menus and dialogs, and tell which were left out."""

    def tell(problems: tuple[str, ...]) -> None:
        for problem in problems:
            message_bar.show_message(Message(f"{problem[0].upper()}{problem[1:]}"))

    Background(parent).start(plugin_problems, tell, lambda problem: tell((problem,)))
