"""The console on which commands write: control characters in names are shown, not obeyed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import rich.console
from rich.console import ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from yolocam.terminal import visible


class Console(rich.console.Console):
    """Rich's console, on which the text of others sends no escape sequence to the terminal."""

    def tell(self, text: RenderableType) -> None:
        """Print a text as it is: without colours and marks of its own, in lines as long as they are."""
        self.print(text, highlight=False, markup=False, soft_wrap=True)

    def render_str(self, text: str, **how: Any) -> Text:
        """Make a text to be laid out: what is written out takes its room."""
        return super().render_str(visible(text), **how)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render anything; Rich's own sequences are marked as such and pass."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=visible(segment.text))
