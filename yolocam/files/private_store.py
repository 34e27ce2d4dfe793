"""Files that yolocam made and reads back at a later start, in a folder of this user alone.

What is run has to come from this user: the folder is theirs, and closed to everybody else, or it is not used.
A file that is broken or was cut off is found out by its checksum.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from yolocam.files.atomic_file import read_small, write_small
from yolocam.files.cache import is_private, keep_newest, make_private

_CHECKSUM = 16


@dataclass(frozen=True, slots=True)
class PrivateStore:
    """Data by a key of any length; what cannot be read or kept counts as not there.

    The newest `most_files` stay, of `most_bytes` in all; a file that is larger is neither kept nor read.
    """

    folder: Path
    ending: str
    most_files: int
    most_bytes: int

    def get(self, key: str) -> bytes | None:
        """Return what was kept under a key, or None."""
        path = self._path(key)
        try:
            if not (is_private(self.folder) and _is_ours(path)):
                return None
            data = read_small(path, self.most_bytes)
        except (OSError, ValueError):
            return None
        checksum, kept = data[:_CHECKSUM], data[_CHECKSUM:]
        return kept if checksum == digest(kept) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep data under a key."""
        if len(data) + _CHECKSUM > self.most_bytes or not make_private(self.folder):
            return  # then the next start makes it again
        with contextlib.suppress(OSError):
            write_small(self._path(key), digest(data) + data)
            keep_newest(self.folder, self.most_files, self.most_bytes)

    def _path(self, key: str) -> Path:
        return self.folder / f"{digest(key.encode()).hex()}{self.ending}"


def digest(data: bytes) -> bytes:
    """Return the checksum of data."""
    return hashlib.blake2b(data, digest_size=_CHECKSUM).digest()


def digest_of_files(*folders: Path) -> str:
    """Return a text that differs whenever a Python file of these folders does."""
    files = sorted(path for folder in folders for path in folder.glob("*.py"))
    return digest(b"".join(path.read_bytes() for path in files)).hex()


def _is_ours(path: Path) -> bool:
    return os.name != "posix" or path.lstat().st_uid == os.geteuid()
