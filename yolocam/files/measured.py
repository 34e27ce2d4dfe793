"""Stores figures measured on this machine in a small JSON file."""

from __future__ import annotations

from pathlib import Path

from yolocam.files.json_store import JsonStore

MOST = 1e15
"""What is measured here comes nowhere near it."""


class MeasuredFigures:
    """Positive numbers by key."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = JsonStore(path or "measured.json")

    def get(self, key: str) -> float | None:
        """Return the figure under this key; None if nothing, or nothing sensible, is there."""
        value = self._store.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < MOST:
            return None
        return float(value)

    def put(self, key: str, figure: float) -> None:
        """Keep a figure."""
        self._store.put(key, figure)
