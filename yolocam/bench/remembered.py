"""Stores the batch sizes found so far in a small JSON file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yolocam.files.bounded import MAX_COUNT, real, whole
from yolocam.files.json_store import JsonStore
from yolocam.files.measured import MOST

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
    try:
        return Remembered(
            whole(value.get("batch"), 1, MAX_BATCH),
            real(value.get("images_per_s"), 0, MOST),
            whole(value.get("bytes_per_image"), 0, MAX_COUNT),
            whole(value.get("streams"), 1, MAX_STREAMS),
        )
    except ValueError:
        return None
