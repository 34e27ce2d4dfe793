"""Files that yolocam made and reads back at a later start, in a folder of this user alone.

What is run has to come from this user: folder and file are theirs, and closed to everybody else, or not used.
A file that is broken or was cut off is found out by its checksum.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from yolocam.files.atomic_file import read_small, write_small
from yolocam.files.cache import belongs_to_us, is_private, keep_newest, make_private

_CHECKSUM = 16

_EVERYTHING, _WRITING = 0o077, 0o022


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
        try:
            data = read_private(self._path(key), self.most_bytes)
        except (OSError, ValueError):
            return None
        checksum, kept = data[:_CHECKSUM], data[_CHECKSUM:]
        return kept if checksum == digest(kept) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep data under a key."""
        if len(data) + _CHECKSUM > self.most_bytes or not make_private(self.folder):
            return  # then the next start makes it again
        with contextlib.suppress(OSError):
            write_small(self._path(key), digest(data) + data, private=True)
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


def read_private(path: Path, most_bytes: int) -> bytes:
    """Return what a file holds that nobody but this user can have put there.

    What is looked at are the opened folder and the opened file, so that neither can be exchanged in between.
    OSError if it cannot be read; ValueError if it is no such file, or larger than `most_bytes`.
    """
    if os.name != "posix":
        if not is_private(path.parent):
            raise ValueError(f"{path.parent} is not private")
        return read_small(path, most_bytes)
    with open(path, "rb", opener=_open_in_private_folder) as file:
        found = os.fstat(file.fileno())
        if not (stat.S_ISREG(found.st_mode) and belongs_to_us(found, closed_to=_WRITING)):
            raise ValueError(f"{path} can be written by others")
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise ValueError(f"{path} has more than {most_bytes} bytes")
    return data


def _open_in_private_folder(path: str, flags: int) -> int:
    folder, name = os.path.split(path)
    home = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if not belongs_to_us(os.fstat(home), closed_to=_EVERYTHING):
            raise PermissionError(f"{folder} is open to others")
        # Without O_NONBLOCK a pipe in the place of the file would be waited for.
        return os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=home)
    finally:
        os.close(home)
