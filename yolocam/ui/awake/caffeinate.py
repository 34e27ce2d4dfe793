"""Leaves the screen on under macOS, by its program `caffeinate`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from typing import Protocol

PROGRAM = "/usr/bin/caffeinate"


class Running(Protocol):
    """A program that was started."""

    def terminate(self) -> None:
        """End it."""

    def wait(self) -> int:
        """Wait for its end."""


def _start(command: Sequence[str]) -> Running:
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing)


class Caffeinate:
    """An Inhibitor. The program also ends with ours (-w), so a crash leaves nothing behind."""

    def __init__(self, start: Callable[[Sequence[str]], Running] = _start) -> None:
        self._start = start
        self._running: Running | None = None

    def hold(self, reason: str) -> None:
        """Leave the screen on, and the computer awake; macOS tells nobody the reason."""
        if self._running is None:
            try:
                self._running = self._start((PROGRAM, "-d", "-i", "-w", str(os.getpid())))
            except OSError:  # there is none: the screen does as the user's settings say
                self._running = None

    def release(self) -> None:
        """Let the screen go dark again."""
        running, self._running = self._running, None
        if running is not None:
            running.terminate()
            running.wait()
