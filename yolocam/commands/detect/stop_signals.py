"""Ctrl-C and its siblings ask a run to finish what it writes, instead of ending the program."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Self, TextIO, cast

from yolocam.commands.exit_status import EXIT_INTERRUPTED

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class StopSignals:
    """While in use, counts SIGINT, SIGTERM, SIGHUP (the terminal was closed) and Windows' Ctrl-Break.

    `count` is how many came, `status` the exit status for the first: 128 and its number, as shells have it.
    Signals that were ignored stay ignored, as `nohup` wants it. Once the terminal is gone, what is written
    to it is dropped. Outside the main thread nothing changes.
    """

    def __init__(self) -> None:
        self.count = 0
        self.status: int | None = None
        self._before: dict[int, Any] = {}
        self._terminals: list[int] = []
        self._streams: tuple[TextIO, TextIO] | None = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._terminals = [fd for fd in (1, 2) if _is_terminal(fd)]
            for number in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    self._before[number] = signal.signal(number, self._note)
            if self._terminals:
                self._streams = sys.stdout, sys.stderr
                sys.stdout, sys.stderr = (lasting(stream, self._silence) for stream in self._streams)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._streams is not None:
            sys.stdout, sys.stderr = self._streams

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


def lasting(stream: TextIO, silence: Callable[[], None]) -> TextIO:
    """Return a stream whose writes succeed also after its terminal is gone; `silence` is called then.

    A write may meet the closed terminal before Python has run the handler of the signal that tells of it.
    """
    return cast(TextIO, _LastingStream(stream, silence))


class _LastingStream:
    def __init__(self, stream: TextIO, silence: Callable[[], None]) -> None:
        self._stream = stream
        self._silence = silence

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except OSError as error:
            self._gone(error)
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self._gone(error)

    def _gone(self, error: OSError) -> None:
        if error.errno != errno.EIO:  # what a closed terminal answers
            raise error
        self._silence()


def _is_terminal(fd: int) -> bool:
    try:
        return os.isatty(fd) and sys.stdout is not None
    except OSError:
        return False
