"""Compiles kernels in a process of its own, while this one goes on serving images.

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

from yolocam.model.engines.kernels.geometry import AnyGeometry, from_json, to_json
from yolocam.system.helper_process import start

NICENESS = 19
"""The lowest priority: it holds images up least, and is done in a second or two all the same."""


class KernelMaker:
    """Starts the process, one at a time; `close` ends it. `_lock` guards `_process` and `_closed`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def compile(self, geometries: Sequence[AnyGeometry]) -> bytes:
        """Do what `compile_kernels` does; RuntimeError also if it is closed meanwhile, OSError."""
        return self.ask(__name__, json.dumps([to_json(geometry) for geometry in geometries]))

    def ask(self, module: str, question: str) -> bytes:
        """Return what the `main` of a module answers; raises what `compile` does."""
        with self._lock:
            if self._closed:
                raise RuntimeError("closed")
            self._process = process = start(module, stderr=subprocess.PIPE, idle=True)
        answer, said = process.communicate(question.encode())
        if process.returncode != 0:
            reason = said.decode(errors="replace").strip().splitlines()
            raise RuntimeError(reason[-1] if reason else f"their maker ended with {process.returncode}")
        return answer

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._closed = True
            if self._process is not None and self._process.poll() is None:
                self._process.kill()


def be_patient() -> None:
    """Let everybody else go first."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def main() -> None:
    """Read geometries as JSON, and write the code of their kernels."""
    be_patient()
    from yolocam.model.engines.kernels.compiler import compile_kernels

    geometries = [from_json(value) for value in json.load(sys.stdin.buffer)]
    try:
        code = compile_kernels(geometries)
    except RuntimeError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(code)
