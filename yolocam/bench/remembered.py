"""Stores the batch sizes found so far in a small JSON file."""

from __future__ import annotations

import contextlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yolocam.atomic_file import read_json, write_json
from yolocam.cache import cache_folder

MOST_ENTRIES = 64
MAX_BYTES = 1 << 20
MAX_BATCH = 1024
MAX_STREAMS = 1024


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer: the batch, its rate, the memory that a picture of the batch takes, in bytes, the streams."""

    batch: int
    pictures_per_s: float
    bytes_per_picture: int
    streams: int = 1


def default_path() -> Path:
    """Return where answers are kept."""
    return cache_folder() / "batch_sizes.json"


class BatchMemory:
    """Answers by key; a file that is broken, too large or not writable counts as none."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or default_path()

    def get(self, key: str) -> Remembered | None:
        """Return what was found under this key; None if nothing, or nothing sensible, is there."""
        return _entry(self._read().get(key))

    def put(self, key: str, answer: Remembered) -> None:
        """Keep an answer, the newest last, and drop the oldest beyond MOST_ENTRIES."""
        entries = self._read()
        entries.pop(key, None)
        entries[key] = asdict(answer)
        kept = dict(list(entries.items())[-MOST_ENTRIES:])
        with contextlib.suppress(OSError):  # then the next run measures again
            write_json(self._path, kept, indent=1)

    def _read(self) -> dict[str, Any]:
        try:
            entries = read_json(self._path, MAX_BYTES)
        except (OSError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}


def _entry(value: Any) -> Remembered | None:
    if not isinstance(value, dict):
        return None
    batch, size, streams = (_whole(value.get(name)) for name in ("batch", "bytes_per_picture", "streams"))
    rate = value.get("pictures_per_s")
    sensible = 1 <= batch <= MAX_BATCH and size >= 0 and 1 <= streams <= MAX_STREAMS
    return (
        Remembered(batch, float(rate), size, streams) if sensible and isinstance(rate, int | float) else None
    )


def _whole(value: Any) -> int:
    """Return a whole number as it is and -1 for anything else."""
    return value if type(value) is int else -1
