"""Shows in the message bar which plugins could not be loaded."""

from __future__ import annotations

from PySide6.QtCore import QObject

from yolocam.model.engines.types import engine_types
from yolocam.pipeline.plugin_problems import plugin_problems
from yolocam.ui.qt.background_jobs import Background
from yolocam.ui.widgets.message_bar import Message, MessageBar


def check_plugins(message_bar: MessageBar, parent: QObject) -> None:
    """Load all plugins on a thread, then show a message for each that failed."""

    def show(problems: tuple[str, ...]) -> None:
        for problem in problems:
            message_bar.show_message(Message(f"{problem[0].upper()}{problem[1:]}"))

    def all_problems() -> tuple[str, ...]:
        return (*plugin_problems(), *engine_types().problems)

    Background(parent).start(all_problems, show, lambda problem: show((problem,)))
