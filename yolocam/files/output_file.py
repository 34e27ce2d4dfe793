"""Opens and writes result files; every failure becomes one sentence."""

from __future__ import annotations

import contextlib
import errno
from pathlib import Path

from yolocam.errors import OneOutputError, SinkError, reason_of

_FOR_ALL = frozenset(
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "EROFS", "EIO", "ENODEV", "ENXIO", "ESTALE", "EMFILE", "ENFILE")
    if hasattr(errno, name)
)
"""Errors that the next output would meet too: the disk is full, has gone, or takes nothing."""

_SHOWN = 200
"""Characters of a path that a message has room for."""


def failure(path: Path, error: Exception, sentence: str = "{} cannot be written") -> SinkError:
    """Return the error of an output: OneOutputError unless others are bound to fail as well."""
    name = str(path)
    if len(name) > _SHOWN:
        name = f"{name[: _SHOWN // 4]}…{name[-_SHOWN // 2 :]}"
    kind = SinkError if isinstance(error, OSError) and error.errno in _FOR_ALL else OneOutputError
    return kind(f"{sentence.format(name)}: {reason_of(error)}")


def is_of_place(error: BaseException | None) -> bool:
    """Whether an output failed because of its folder or disk, so that another one may take it."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__
    return error is not None


def prepare_file(path: Path) -> Path:
    """Create the folders above a file to be written; SinkError if that fails or it is a folder."""
    try:
        if path.is_dir():
            raise OneOutputError(f"{path} is a folder, expected the name of a file to write")
    except OSError as error:  # a name that is too long
        raise failure(path, error) from error
    prepare_folder(path.parent)
    return path


def prepare_folder(path: Path) -> Path:
    """Create a folder and those above it; SinkError if that fails."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failure(path, error, "folder {} cannot be created") from error
    return path


def write_bytes(path: Path, data: bytes) -> None:
    """Write a whole file, creating its folder; SinkError if that fails, and no half of it stays."""
    prepare_file(path)
    begun = False
    try:
        with path.open("wb") as file:
            begun = True
            file.write(data)
    except OSError as error:
        if begun and path.is_file():  # never a device, nor a file that could not be opened
            with contextlib.suppress(OSError):
                path.unlink()
        raise failure(path, error) from error


class TextOutput:
    """A UTF-8 text file that grows line by line and reaches the disk's cache with each `write`.

    Whatever was written stays readable when the process is killed. Line ends are written as given.
    Raises SinkError when the file cannot be opened or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = prepare_file(path)
        try:
            self._file = path.open("wb", buffering=0)
        except OSError as error:
            raise failure(path, error) from error

    def write(self, text: str) -> None:
        """Append text with one system call, so that a kill cannot leave half a line of it."""
        # A file name need not be valid text: its odd bytes become \udcXX, which JSON reads back.
        data = text.encode("utf-8", "backslashreplace")
        try:
            while data:
                data = data[self._file.write(data) :]
        except OSError as error:
            raise failure(self.path, error) from error

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        try:
            self._file.close()
        except OSError as error:
            raise failure(self.path, error) from error
