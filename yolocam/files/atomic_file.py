"""Reads small files, and replaces them in one step, so that no reader sees half of one."""

from __future__ import annotations

import contextlib
import glob
import json
import os
from pathlib import Path
from typing import Any

_DRAFT = ".tmp"


def is_special(path: Path) -> bool:
    """Whether this is there but no regular file: opening a pipe would wait for ever. OSError as `exists`."""
    return path.exists() and not path.is_file()


def read_small(path: Path, most_bytes: int) -> bytes:
    """Return what a file of at most `most_bytes` holds.

    OSError if it cannot be read; ValueError if it is larger, or no regular file.
    """
    if is_special(path):
        raise ValueError(f"{path} is not a regular file")
    with path.open("rb") as file:
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise ValueError(f"{path} has more than {most_bytes} bytes")
    return data


def write_small(path: Path, data: bytes, *, private: bool = False) -> None:
    """Replace a file in one step, and make its folder; OSError, after which the old file is unchanged.

    One that is `private` can be read and written by this user alone.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}{_DRAFT}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear_drafts(path)
        with open(draft, "wb", opener=_privately if private else None) as file:
            file.write(data)
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _privately(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _clear_drafts(path: Path) -> None:
    """Delete what programs left that were killed while they wrote."""
    for draft in path.parent.glob(f"{glob.escape(path.name)}.*{_DRAFT}"):
        number = draft.name.removeprefix(f"{path.name}.").removesuffix(_DRAFT)
        if number.isascii() and number.isdigit() and _is_gone(int(number)):
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def _is_gone(process: int) -> bool:
    import psutil  # seldom needed, and slow to import

    return process != os.getpid() and not psutil.pid_exists(process)


def read_json(path: Path, most_bytes: int) -> Any:
    """Return the value of a file of at most `most_bytes`.

    OSError if it cannot be read; ValueError if it is larger, no regular file, or not JSON in UTF-8.
    """
    try:
        return json.loads(read_small(path, most_bytes))
    except RecursionError as error:
        raise ValueError(f"{path} is nested too deeply") from error


def write_json(path: Path, value: Any, *, indent: int | None = None) -> None:
    """Replace a file in one step, and make its folder; OSError, after which the old file is unchanged."""
    write_small(path, (json.dumps(value, indent=indent) + "\n").encode())
