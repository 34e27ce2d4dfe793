"""What goes wrong while a unit is worked at, kept until the run tells it in the order of the files."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from yolocam.commands.detect.problems import Problems


class UnitProblems:
    """Collects what several threads tell; `told` has the kind, the file's name and the sentence of each."""

    def __init__(self) -> None:
        self.told: list[list[str]] = []
        self._lock = threading.Lock()

    def skipped(self, name: str, message: str) -> None:
        """Note a file that cannot be read, or not in full."""
        self._add("skipped", name, message)

    def note(self, name: str, message: str) -> None:
        """Note what is odd about a file that is whole."""
        self._add("note", name, message)

    def warn(self, message: str) -> None:
        """Note what spoils nothing."""
        self._add("note", "", message)

    def failed(self, message: str) -> None:
        """Note an output that cannot be written."""
        self._add("failed", "", message)

    def _add(self, kind: str, name: str, message: str) -> None:
        with self._lock:
            self.told.append([kind, name, message])


def tell_problems(told: Iterable[Sequence[str]], problems: Problems) -> None:
    """Tell and count what was collected: once what several parts of a film say alike."""
    for kind, name, message in dict.fromkeys(map(tuple, told)):
        if kind == "skipped":
            problems(name, message)
        elif kind == "failed":
            problems.failed(message)
        else:
            problems.warn(message)
