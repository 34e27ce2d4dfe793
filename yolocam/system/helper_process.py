"""Starts a second Python that runs a part of yolocam and ends with this program."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from io import BufferedReader, BufferedWriter
from pathlib import Path

import yolocam

_START = (
    "import sys\n"
    "place = sys.argv.pop(1)\n"
    "if place not in sys.path: sys.path.insert(0, place)\n"
    "from {module} import main\n"
    "main()"
)


_HELP = "--run-helper"
"""The first argument of a frozen program that is to be a helper."""


def can_start() -> bool:
    """Whether there is an interpreter, or a program with one in it, to start."""
    return bool(sys.executable)


def command(module: str, *arguments: str) -> list[str]:
    """Return what runs `main` of a module, with arguments in `sys.argv`.

    A program that was frozen with its interpreter takes no code: it starts itself, see `helped`.
    """
    if getattr(sys, "frozen", False):
        own = Path(sys.executable)
        # The one of the window has no standard input and output on Windows.
        console = own.with_name(f"yolocam{own.suffix}")
        return [str(console if console.is_file() else own), _HELP, module, *arguments]
    # -P: nothing in the user's folder may pass for one of our modules.
    place = str(Path(yolocam.__file__).parent.parent)
    return [sys.executable, "-P", "-c", _START.format(module=module), place, *arguments]


def helped(argv: Sequence[str]) -> bool:
    """Run the module for which a frozen program was started by `command`; False where it was not."""
    if not getattr(sys, "frozen", False) or len(argv) < 2 or argv[0] != _HELP:
        return False
    if not argv[1].startswith("yolocam."):
        return False
    sys.argv = [sys.argv[0], *argv[2:]]
    import_module(argv[1]).main()
    return True


def start(
    module: str,
    *,
    stderr: int = subprocess.DEVNULL,
    idle: bool = False,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Run `main` of a module, with pipes as its standard input and output; OSError.

    `idle` gives it the lowest priority on Windows; elsewhere it can do that by itself. `environment` are
    variables that it gets beside those of this program. Its standard input ends when this program does.
    """
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        flags |= subprocess.IDLE_PRIORITY_CLASS if idle else 0
    return subprocess.Popen(
        command(module),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        creationflags=flags,
        env=None if environment is None else {**os.environ, **environment},
        # Ctrl-C is for the program that asks; in a session of its own it would have a share of its own of
        # the processor on Linux, however low its priority.
        process_group=None if sys.platform == "win32" else 0,
    )


def pipes(process: subprocess.Popen[bytes]) -> tuple[BufferedWriter, BufferedReader]:
    """Return standard input and output of what `start` began."""
    requests, answers = process.stdin, process.stdout
    assert isinstance(requests, BufferedWriter) and isinstance(answers, BufferedReader)
    return requests, answers


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill what `start` began, wait for its end, and close its pipes."""
    process.kill()
    process.wait()
    for pipe in pipes(process):
        with contextlib.suppress(OSError):  # what was left to be written goes nowhere
            pipe.close()


def how_it_ended(status: int) -> str:
    """Return the name of the signal that ended a process, such as SIGSEGV, or its exit status."""
    with contextlib.suppress(ValueError):
        return signal.Signals(-status).name
    return f"exit status {status}"


def was_ended_by_others(status: int) -> bool:
    """Whether a user or the system has ended a process, and not a fault of its own."""
    signals = ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP")
    return status < 0 and how_it_ended(status) in signals
