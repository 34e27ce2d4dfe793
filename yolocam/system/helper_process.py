"""Starts a second Python that runs a part of yolocam and ends with this program."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping
from io import BufferedReader, BufferedWriter
from pathlib import Path

import yolocam

_START = (
    "import sys\n"
    "if sys.argv[1] not in sys.path: sys.path.insert(0, sys.argv[1])\n"
    "from {module} import main\n"
    "main()"
)


def can_start() -> bool:
    """Whether there is an interpreter to start: a program that was frozen into one file has none."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


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
        [sys.executable, "-P", "-c", _START.format(module=module), str(Path(yolocam.__file__).parent.parent)],
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
