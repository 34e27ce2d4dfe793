"""yolocam as a program that can be ended in any way, in a place of its own."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from support.private_home import private_environment

MARK = "YOLOCAM_TORTURE"
"""In the environment of all that is started, so that what stays can be found."""

START_S = 600
"""The first frame may take so long, on a machine that does other things as well."""

END_S = 240
"""A program that is asked to end may take so long."""

_IMPORTED = [
    "yolocam.cli",
    "yolocam.app",
    "yolocam.commands.detect.command",
    "yolocam.ui.window.run",
    "torch",
]


@dataclass(frozen=True)
class Place:
    """A folder in which the program keeps everything: its home, caches, settings and temporary files."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Variables that keep a program in the place."""
        return {**private_environment(self.folder / "home"), MARK: str(self.folder)}

    def left(self) -> list[str]:
        """Return what programs left that have ended: processes, and temporary files, also after a while."""
        until = time.monotonic() + END_S
        while True:
            tmp, run = self.folder / "home" / "tmp", self.folder / "home" / "run"
            found = [f"process {name}" for name in self._processes()]
            found += [f"file {path}" for folder in (tmp, run) for path in folder.rglob("*") if _is_ours(path)]
            if not found or time.monotonic() > until:
                return found
            time.sleep(0.2)

    def _processes(self) -> list[str]:
        mark = str(self.folder)
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(f"{process.pid} {' '.join(process.cmdline())[:200]}")
            except psutil.Error:
                continue
        return found


def _is_ours(path: Path) -> bool:
    """Whether it is a file of the program, not of the tools around it."""
    return not path.is_dir() and not path.name.startswith(("pymp-", "faketime"))


@dataclass
class Program:
    """One run of yolocam. `log` is the file of what it says."""

    pid: int
    log: Path
    wait: Callable[[float], int | None]
    """Returns the exit status, negative for a signal; None if it still runs after so many seconds."""

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program alone; nothing if it has ended."""
        if self.wait(0) is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    @property
    def words(self) -> str:
        """What it has said so far."""
        return self.log.read_text(errors="replace")

    def until(self, holds: Callable[[], bool], seconds: float = START_S) -> bool:
        """Wait until something holds; returns whether it came to that while the program ran."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds():
                return True
            if self.wait(0) is not None:
                return holds()
            time.sleep(0.02)
        return False


class Starter:
    """Starts yolocam: from a process that has imported it, so that a hundred starts take minutes.

    With `anew` it is a program of its own from the beginning, which takes longer.
    """

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(_IMPORTED)

    def start(
        self, place: Place, folder: Path, words: Sequence[str], *, anew: bool = False, **variables: str
    ) -> Program:
        """Start yolocam with these arguments in a folder, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        log = place.folder / f"{folder.name}.log"
        environment = {**place.environment, **variables}
        if anew:
            return _new_process(folder, words, environment, log)
        process = self._context.Process(
            target=_run, args=(folder, list(words), environment, log), daemon=False
        )
        process.start()
        assert process.pid is not None

        def wait(seconds: float) -> int | None:
            process.join(seconds)
            return process.exitcode

        return Program(process.pid, log, wait)


def _new_process(folder: Path, words: Sequence[str], environment: dict[str, str], log: Path) -> Program:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "yolocam", *words],
            cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=output,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def wait(seconds: float) -> int | None:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    return Program(process.pid, log, wait)


def _run(folder: Path, words: list[str], environment: dict[str, str], log: Path) -> Any:
    """Be yolocam, in a forked process."""
    os.environ.update(environment)
    os.chdir(folder)
    os.setsid()
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from yolocam.cli import main

    sys.exit(main(words))
