"""Tells and counts what goes wrong in a run that goes on."""

from __future__ import annotations

import threading

from yolocam.commands.console import Console
from yolocam.commands.exit_status import EXIT_BAD_INPUT, EXIT_FAILED


class Problems:
    """What goes wrong on the way: each is told when it is met and counted; the run goes on without it.

    Several threads may tell.
    """

    def __init__(self, console: Console) -> None:
        self.count = 0  # inputs that cannot be read
        self.failures = 0  # outputs and processors
        self._console = console
        self._lock = threading.Lock()

    def __call__(self, name: str, message: str) -> None:
        """Tell and count an input that cannot be read."""
        with self._lock:
            self.count += 1
        self.warn(f"skipped {name}: {message}" if name not in message else message)

    def note(self, _: str, message: str) -> None:
        """Tell what is odd about a file that is whole."""
        self.warn(message)

    def failed(self, message: str) -> None:
        """Tell and count an output that cannot be written, or a processor that failed."""
        with self._lock:
            self.failures += 1
        self.warn(message)

    def exit_status(self, files: int) -> int:
        """Return the exit status of a run over so many files; says how many of several had problems."""
        if self.count and files > 1:
            self.warn(f"{self.count} of {files} files could not be read in full")
        if self.failures:
            return EXIT_FAILED
        return EXIT_BAD_INPUT if self.count else 0

    def warn(self, message: str) -> None:
        """Tell something that spoils nothing."""
        self._console.tell(f"yolocam: {message}")
