"""Ctrl-C and its siblings ask a run to finish what it writes, instead of ending the program."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType
from typing import Any, Self

from yolocam.commands.exit_status import EXIT_INTERRUPTED

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class StopSignals:
    """While in use, counts SIGINT, SIGTERM, SIGHUP (the terminal was closed) and Windows' Ctrl-Break.

    `count` is how many came, `status` the exit status for the first: 128 and its number, as shells have it.
    Signals that were ignored stay ignored, as `nohup` wants it. Outside the main thread nothing changes.
    """

    def __init__(self) -> None:
        self.count = 0
        self.status: int | None = None
        self._before: dict[int, Any] = {}
        self._terminals: list[int] = []

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._terminals = [fd for fd in (1, 2) if _is_terminal(fd)]
            for number in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.count += 1
        if self.status is None:
            known = number in (signal.SIGINT, getattr(signal, "SIGBREAK", None))
            self.status = EXIT_INTERRUPTED if known else 128 + number
        if number == getattr(signal, "SIGHUP", None):
            self._silence()

    def _silence(self) -> None:
        """Nobody reads the terminal any more: writing to it would fail, and cost what is being finished."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for terminal in self._terminals:
            os.dup2(nowhere, terminal)
        os.close(nowhere)


def _is_terminal(fd: int) -> bool:
    try:
        return os.isatty(fd) and sys.stdout is not None
    except OSError:
        return False
