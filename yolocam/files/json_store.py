"""Stores small values that can be measured again in a small JSON file, the oldest dropped first."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from yolocam.files.atomic_file import read_json, write_json
from yolocam.files.cache import cache_folder

MOST_ENTRIES = 64
MAX_BYTES = 1 << 20


class JsonStore:
    """Values of JSON by key; a file that is broken, too large or not writable counts as empty.

    `path` is the file; a name alone stands for a file in the cache folder.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = cache_folder() / path if isinstance(path, str) else path

    def get(self, key: str) -> Any:
        """Return the value under this key; None without one. Whether it makes sense is for the caller."""
        return self._read().get(key)

    def put(self, key: str, value: Any) -> None:
        """Keep a value, the newest last, and drop the oldest beyond MOST_ENTRIES."""
        entries = self._read()
        entries.pop(key, None)
        entries[key] = value
        kept = dict(list(entries.items())[-MOST_ENTRIES:])
        with contextlib.suppress(OSError):  # then it is measured again the next time
            write_json(self._path, kept, indent=1)

    def _read(self) -> dict[str, Any]:
        try:
            entries = read_json(self._path, MAX_BYTES)
        except (OSError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}
