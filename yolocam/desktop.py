"""`yolocam-window`: the program for icons and menus, where no terminal shows what went wrong."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Sequence
from io import TextIOBase
from typing import TextIO

from yolocam import cli
from yolocam.commands.exit_status import EXIT_BAD_INPUT, EXIT_INTERRUPTED
from yolocam.system.helper_process import helped
from yolocam.system.malloc import keep_freed_memory
from yolocam.system.turns import take_short_turns

_MOST_LINES = 12


class LastLines(TextIOBase):
    """Takes the place of standard error: keeps what came last, and passes all on if there is a terminal."""

    def __init__(self, onward: TextIO | None) -> None:
        self._onward = onward
        self._parts: deque[str] = deque(maxlen=_MOST_LINES)

    def write(self, text: str) -> int:
        """Keep the text and pass it on."""
        self._parts.append(text)
        if self._onward is not None:
            self._onward.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush what it was passed on to."""
        if self._onward is not None:
            self._onward.flush()

    @property
    def text(self) -> str:
        """What was written last."""
        return "".join(self._parts).strip()


def main(argv: Sequence[str] | None = None) -> int:
    """Do what `yolocam` does and return its exit status; what it says of a failure is shown in a dialogue."""
    if argv is None and getattr(sys, "frozen", False) and helped(sys.argv[1:]):
        return 0
    if sys.stdout is None:  # Windows starts a program without a console so
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
    keep_freed_memory()
    take_short_turns()
    before = sys.stderr
    told = LastLines(before)
    sys.stderr = told
    try:
        status = cli.main(sys.argv[1:] if argv is None else argv)
    except SystemExit as leaving:  # `--help`, or a flag that there is none of
        status = leaving.code if isinstance(leaving.code, int) else EXIT_BAD_INPUT
    finally:
        sys.stderr = before
    if status not in (0, EXIT_INTERRUPTED) and told.text:
        show(told.text)
    if argv is None:
        cli.leave(status)
    return status


def show(text: str) -> None:
    """Show what went wrong, where there is a display."""
    from yolocam.system.display import has_display

    if has_display():
        from yolocam.ui.qt.failure import show_failure

        show_failure(text)


if __name__ == "__main__":
    sys.exit(main())
