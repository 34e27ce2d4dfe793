"""The code of kernels on disk, so that the next start need not make them again.

Code that is run has to come from this user alone: the folder is theirs, and closed to everybody else, or it
is not used. A file that is broken or was cut off is found out by its checksum.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from yolocam.atomic_file import read_small, write_small
from yolocam.cache import cache_folder, is_private, keep_newest, make_private
from yolocam.model.engines.kernels.geometry import AnyGeometry

MAX_BYTES = 32 << 20
MOST_FILES = 64
"""One for each network and size; some ten to some hundred kilobytes each."""

CHECKSUM = 16


class CodeStore:
    """Object code by its kernels and the processor it is for; what cannot be read counts as not there."""

    def __init__(self, processor: str, folder: Path | None = None) -> None:
        self._processor = processor
        self._folder = folder or cache_folder() / "kernels"

    def get(self, geometries: Sequence[AnyGeometry]) -> bytes | None:
        """Return the code that was kept for just these kernels, or None."""
        path = self._path(geometries)
        try:
            if not (is_private(self._folder) and _is_ours(path)):
                return None
            data = read_small(path, MAX_BYTES)
        except (OSError, ValueError):
            return None
        checksum, code = data[:CHECKSUM], data[CHECKSUM:]
        return code if checksum == _digest(code) else None

    def put(self, geometries: Sequence[AnyGeometry], code: bytes) -> None:
        """Keep the code of these kernels."""
        if not make_private(self._folder):
            return  # then the next start makes it again
        with contextlib.suppress(OSError):
            write_small(self._path(geometries), _digest(code) + code)
            keep_newest(self._folder, MOST_FILES)

    def _path(self, geometries: Sequence[AnyGeometry]) -> Path:
        key = "\n".join([_makers(), self._processor, *map(repr, geometries)])
        return self._folder / f"{_digest(key.encode()).hex()}.code"


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=CHECKSUM).digest()


def _is_ours(path: Path) -> bool:
    return os.name != "posix" or path.lstat().st_uid == os.geteuid()


@cache
def _makers() -> str:
    """Return a text that differs whenever what makes the code differs."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return _digest(b"".join(path.read_bytes() for path in files)).hex()
