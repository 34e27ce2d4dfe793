"""Stores figures measured on this machine in a small JSON file."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from yolocam.atomic_file import read_json, write_json
from yolocam.cache import cache_folder

MOST_ENTRIES = 64
MAX_BYTES = 1 << 18
MOST = 1e15
"""What is measured here comes nowhere near it."""


class MeasuredFigures:
    """Positive numbers by key; a file that is broken, too large or not writable counts as none."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or cache_folder() / "measured.json"

    def get(self, key: str) -> float | None:
        """Return the figure under this key; None if nothing, or nothing sensible, is there."""
        value = self._read().get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < MOST:
            return None
        return float(value)

    def put(self, key: str, figure: float) -> None:
        """Keep a figure, the newest last, and drop the oldest beyond MOST_ENTRIES."""
        entries = self._read()
        entries.pop(key, None)
        entries[key] = figure
        kept = dict(list(entries.items())[-MOST_ENTRIES:])
        with contextlib.suppress(OSError):  # then the next start measures again
            write_json(self._path, kept, indent=1)

    def _read(self) -> dict[str, Any]:
        try:
            entries = read_json(self._path, MAX_BYTES)
        except (OSError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}
