"""Makes kernels in a process of its own, while the one that asks goes on serving pictures.

A thread beside them would need the interpreter's lock for most of the time, and at low priority hold it while
it is not running. What goes wrong in LLVM ends this process only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import yolocam
from yolocam.model.kernels.geometry import AnyGeometry, from_json

NICENESS = 19
"""The lowest priority: a picture takes no longer for it, and a second is enough all the same."""

_START = (
    "import sys\n"
    "if sys.argv[1] not in sys.path: sys.path.insert(0, sys.argv[1])\n"
    "from yolocam.model.kernels.maker import main\n"
    "main()"
)


class KernelMaker:
    """Starts the process, one at a time; `close` ends it. `_lock` guards `_process` and `_closed`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def compile(self, geometries: Sequence[AnyGeometry]) -> bytes:
        """Do what `compile_kernels` does; RuntimeError also if it is closed meanwhile, OSError."""
        with self._lock:
            if self._closed:
                raise RuntimeError("closed")
            self._process = process = _start()
        code, said = process.communicate(json.dumps([asdict(geometry) for geometry in geometries]).encode())
        if process.returncode != 0:
            reason = said.decode(errors="replace").strip().splitlines()
            raise RuntimeError(reason[-1] if reason else f"their maker ended with {process.returncode}")
        return code

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._closed = True
            if self._process is not None and self._process.poll() is None:
                self._process.kill()


def can_start() -> bool:
    """Whether there is an interpreter to start: a program that was frozen into one file has none."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def _start() -> subprocess.Popen[bytes]:
    root = Path(yolocam.__file__).parent.parent
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        flags |= subprocess.IDLE_PRIORITY_CLASS
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _START, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        creationflags=flags,
        # Ctrl-C is for the program that asks; in a session of its own it would have a share of its own of
        # the processor on Linux, however low its priority.
        process_group=None if sys.platform == "win32" else 0,
    )


def main() -> None:
    """Read geometries as JSON, and write the code of their kernels."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    from yolocam.model.kernels.compiler import compile_kernels

    geometries = [from_json(value) for value in json.load(sys.stdin.buffer)]
    try:
        code = compile_kernels(geometries)
    except RuntimeError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(code)
