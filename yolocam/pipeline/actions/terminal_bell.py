"""The bell of the terminal."""

from __future__ import annotations

import sys


def ring_terminal() -> None:
    """Ring, where there is a terminal."""
    if sys.stderr is not None:  # a program of the window may have none
        sys.stderr.write("\a")
        sys.stderr.flush()
