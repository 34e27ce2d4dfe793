"""Runs `yolocam` as a user does and notes how its start goes; `window_start.py` starts it.

usage: python benchmarks/start_probe.py BEGUN REST_S LINGER_S [ARGUMENTS OF YOLOCAM]

BEGUN is `time.time()` before this process. Prints the figures as one line of JSON.
LINGER_S is how long it then goes on, so that what a first start prepares is there for the next.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

_WINDOW = ("yolocam.ui.window.main_window", "yolocam.ui.main_window")  # the second of earlier versions


class _Watch(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Calls `found` with the window's module when yolocam imports it: nothing is imported early."""

    def __init__(self, found: Callable[[ModuleType], None]) -> None:
        self._found = found
        self._loader: Any = None

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find the window's module as usual, to be loaded by this object."""
        spec = importlib.machinery.PathFinder.find_spec(fullname, path) if fullname in _WINDOW else None
        if spec is not None:
            self._loader, spec.loader = spec.loader, self
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, then tell of it."""
        self._loader.exec_module(module)
        self._found(module)


def main() -> None:
    """Start yolocam with the arguments behind the first three."""
    begun, rest_s, linger_s = map(float, sys.argv[1:4])
    del sys.argv[1:4]

    def found(module: Any) -> None:
        start = module.MainWindow.start

        def started(window: Any) -> None:
            from start_figures import StartFigures  # which imports Qt

            StartFigures(window, begun, rest_s, linger_s, source=len(sys.argv) > 1)
            start(window)

        module.MainWindow.start = started

    sys.meta_path.insert(0, _Watch(found))
    from yolocam.cli import main as yolocam

    sys.exit(yolocam())


if __name__ == "__main__":
    main()
