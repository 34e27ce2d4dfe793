"""Stores the value ranges that int8 calibration measured, in small JSON files."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yolocam.files.atomic_file import read_json, write_json
from yolocam.files.bounded import real
from yolocam.files.cache import cache_folder, keep_newest

if TYPE_CHECKING:
    from torch import Tensor

Ranges = Mapping[int, tuple[float, float]]
"""Number of a layer, -1 for the image -> the smallest and the largest value of its output."""

MAX_BYTES = 1 << 20
MOST = 3e38
"""The largest value of float32, and so of any layer."""
MOST_NETWORKS = 256


def default_folder() -> Path:
    """Return where they are kept."""
    return cache_folder() / "int8"


def fingerprint(weights: Iterable[Tensor]) -> str:
    """Return a short text that differs for networks that differ in any weight."""
    digest = hashlib.blake2b(digest_size=16)
    for tensor in weights:
        digest.update(str(tuple(tensor.shape)).encode())
        digest.update(tensor.contiguous().numpy().tobytes())
    return digest.hexdigest()


class RangeMemory:
    """The ranges of one network; a file that is broken, incomplete or not writable counts as none."""

    def __init__(self, network: str, layers: int, folder: Path | None = None) -> None:
        self._path = (folder or default_folder()) / f"{network}.json"
        self._numbers = set(range(-1, layers))

    def get(self) -> Ranges | None:
        """Return what was kept; None if nothing, or nothing sensible, is there."""
        try:
            entries = read_json(self._path, MAX_BYTES)
            found = {int(number): _span(span) for number, span in entries.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        return found if set(found) == self._numbers else None

    def put(self, ranges: Ranges) -> None:
        """Keep the ranges."""
        with contextlib.suppress(OSError):  # then the next run measures again
            write_json(self._path, dict(ranges))
            keep_newest(self._path.parent, MOST_NETWORKS)

    def forget(self) -> None:
        """Remove what was kept."""
        with contextlib.suppress(OSError):
            self._path.unlink()


def _span(value: Any) -> tuple[float, float]:
    low, high = (real(bound, -MOST, MOST) for bound in value)
    if low > high:
        raise ValueError
    return low, high
