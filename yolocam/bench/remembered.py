"""Stores the batch sizes found so far in a small JSON file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yolocam.json_store import JsonStore

MAX_BATCH = 1024
MAX_STREAMS = 1024


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer: the batch, its rate, the memory that an image of the batch takes, in bytes, the streams."""

    batch: int
    images_per_s: float
    bytes_per_image: int
    streams: int = 1


class BatchMemory:
    """Answers by key."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = JsonStore(path or "batch_sizes.json")

    def get(self, key: str) -> Remembered | None:
        """Return what was found under this key; None if nothing, or nothing sensible, is there."""
        return _entry(self._store.get(key))

    def put(self, key: str, answer: Remembered) -> None:
        """Keep an answer."""
        self._store.put(key, asdict(answer))


def _entry(value: Any) -> Remembered | None:
    if not isinstance(value, dict):
        return None
    batch, size, streams = (_whole(value.get(name)) for name in ("batch", "bytes_per_image", "streams"))
    rate = value.get("images_per_s")
    sensible = 1 <= batch <= MAX_BATCH and size >= 0 and 1 <= streams <= MAX_STREAMS
    return (
        Remembered(batch, float(rate), size, streams) if sensible and isinstance(rate, int | float) else None
    )


def _whole(value: Any) -> int:
    """Return a whole number as it is and -1 for anything else."""
    return value if type(value) is int else -1
