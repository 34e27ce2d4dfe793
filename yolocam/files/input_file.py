"""Opens files that a user named; every failure becomes one sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from yolocam.errors import YolocamError, reason_of
from yolocam.files.atomic_file import is_special


def check_regular(path: Path, expected: str, error: type[YolocamError]) -> None:
    """Raise `error` where this is a folder, or a pipe or device, which might be waited for for ever.

    `expected` says what the file should be. What does not exist passes: opening it tells.
    """
    try:
        if is_special(path):
            found = "a folder" if path.is_dir() else "not a regular file"
            raise error(f"{path} is {found}, expected {expected}")
    except OSError as failure:  # the name is too long, a folder above it is closed
        raise unreadable(path, failure, error) from failure


def is_file(path: Path) -> bool:
    """Whether a file is there; also for names that no file can have, as they may stand in another file."""
    return os.path.isfile(path)  # noqa: PTH113 - that of Path raises OSError for a name that is too long


def is_folder(path: Path) -> bool:
    """Whether a folder is there, asked in the same way."""
    return os.path.isdir(path)  # noqa: PTH112


def is_there(path: Path) -> bool:
    """Whether anything is there, asked in the same way."""
    return os.path.exists(path)  # noqa: PTH110


@contextmanager
def open_input_file(path: Path, expected: str, error: type[YolocamError]) -> Iterator[BufferedReader]:
    """Open a file for reading bytes, and close it at the end of the block.

    Raises `error` where it cannot be opened (see `check_regular`), or read within the block.
    """
    check_regular(path, expected, error)
    try:
        file = path.open("rb")
    except (OSError, ValueError) as failure:  # ValueError: a zero byte in the name
        raise unreadable(path, failure, error) from failure
    with file:
        try:
            yield file
        except OSError as failure:
            raise unreadable(path, failure, error) from failure


def unreadable(path: Path, failure: Exception, error: type[YolocamError]) -> YolocamError:
    """Return the error of a file that cannot be read, with the system's reason."""
    return error(f"{path} cannot be read: {reason_of(failure)}")
